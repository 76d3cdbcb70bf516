package dev.carrylane.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.cli.console.Progress;
import dev.carrylane.testkit.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher script, in a copy of the project's layout, with scripts in the place of Maven and of
 * JDKs: these print what they were started with.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class LauncherTest {
  private static final String MODULES = "java.base jdk.incubator.vector java.logging";

  @TempDir Path temp;
  private Path project;
  private Path tools;
  private Path jdks;
  private final List<String> environment = new ArrayList<>();

  private record Result(int code, List<String> out, String err, long pid) {
    /** The folder of the JDK that was started. */
    Path jdk() {
      assertEquals(0, code, err);
      return Path.of(out.get(0)).getParent().getParent();
    }

    void assertRefused(int expected, String... words) {
      assertEquals(expected, code, err);
      assertEquals(List.of(), out);
      assertEquals(1, err.lines().count(), err);
      for (String word : words) {
        assertTrue(err.contains(word), err + " should contain " + word);
      }
    }
  }

  @BeforeEach
  void layOut() throws IOException {
    project = Files.createDirectories(temp.resolve("a project; with 'odd' * name"));
    Files.copy(TestData.repository().resolve("carrylane"), project.resolve("carrylane"));
    Files.writeString(project.resolve("pom.xml"), "");
    for (String module :
        List.of(
            "src/engine",
            "src/network",
            "src/training",
            "src/tasks",
            "src/cli",
            "jmh",
            "jmh/peers")) {
      Files.createDirectories(project.resolve(module).resolve("src/main/java"));
      Files.createDirectories(project.resolve(module).resolve("src/test/java"));
      Files.writeString(project.resolve(module).resolve("pom.xml"), "");
      Files.writeString(project.resolve(module).resolve("src/main/java/A.java"), "");
      Files.writeString(project.resolve(module).resolve("src/main/java/B.java"), "");
    }
    Path generated = Files.createDirectories(project.resolve("src/engine/src/generated/java"));
    Files.writeString(generated.resolve("A.java"), "");
    tools = Files.createDirectories(temp.resolve("tools"));
    // Not the whole PATH: some tests need tools to be missing.
    for (String tool :
        List.of(
            "dirname",
            "locale",
            "readlink",
            "find",
            "head",
            "sed",
            "mkdir",
            "touch",
            "rm",
            "ln",
            "sleep",
            "flock")) {
      for (String folder : List.of("/bin", "/usr/bin")) {
        if (Files.exists(Path.of(folder, tool))) {
          script(tools.resolve(tool), "exec " + folder + "/" + tool + " \"$@\"\n");
        }
      }
    }
    script(
        tools.resolve("mvn"),
        """
        printf '%s\\n' "$JAVA_HOME|$*" >> '$TEMP/mvn.log'
        [ -z "${MVN_FAILS:-}" ] || exit 1
        printf '\\033[1mbold\\033[0m\\n'
        printf '\\033[0m' >&2
        sleep "${MVN_SECONDS:-0}"
        for module in src/engine src/network src/training src/tasks src/cli jmh jmh/peers; do
          mkdir -p $module/target/lib
          touch $module/target/carrylane-${module##*/}-1.jar
        done
        """);
    jdks = Files.createDirectories(temp.resolve("jdk folders/first"));
  }

  private void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    String quoted = temp.toString().replace("'", "'\\''");
    Files.writeString(file, "#!/bin/sh\n" + body.replace("$TEMP", quoted));
    assertTrue(file.toFile().setExecutable(true));
  }

  private Path jdk(Path folder, String version, String modules) throws IOException {
    script(
        folder.resolve("bin/java"),
        """
        case $1 in
          -XshowSettings*)
            printf '    java.home = %s\\n' "$HOME_OF_JAVA" >&2
            printf '    java.specification.version = %s\\n' "$JAVA_SPECIFICATION" >&2
            exit ;;
          --describe-module) [ -n "${HAS_MODULE:-}" ]; exit ;;
        esac
        [ -z "${SHOW_LOCALE:-}" ] || printf 'LC_ALL=%s\\n' "${LC_ALL:-}" >&2
        [ -z "${CARRYLANE_HOME:-}" ] \\
          || printf '%s\\n' "$CARRYLANE_HOME" "$CARRYLANE_MODULE_PATH" > '$TEMP/variables'
        printf '%s\\n' "$0" "$$" "$@"
        exit "${JAVA_EXIT:-0}"
        """);
    script(folder.resolve("bin/javac"), "exit 1\n");
    if (version != null) {
      Files.writeString(
          folder.resolve("release"),
          "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\""
              + version
              + "\"\n"
              + (modules == null ? "" : "MODULES=\"" + modules + "\"\n"));
    }
    return folder;
  }

  private Path jdk(String name, String version) throws IOException {
    return jdk(jdks.resolve(name), version, MODULES);
  }

  private void set(String name, Object value) {
    environment.add(name + "=" + value);
  }

  private Process start(Path directory, Path command, String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(command.toString()));
    line.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.put("PATH", tools.toString());
    variables.put("HOME", temp.resolve("home").toString());
    variables.put("CARRYLANE_JDK_FOLDERS", temp.resolve("none") + ":" + jdks);
    for (String variable : environment) {
      variables.put(variable.replaceFirst("=.*", ""), variable.replaceFirst("[^=]*=", ""));
    }
    return builder.start();
  }

  private static Result finish(Process process) throws IOException {
    List<String> out = new String(process.getInputStream().readAllBytes()).lines().toList();
    String err = new String(process.getErrorStream().readAllBytes());
    try {
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return new Result(process.exitValue(), out, err, process.pid());
  }

  private Result launch(String... arguments) throws IOException {
    return finish(start(temp, project.resolve("carrylane"), arguments));
  }

  private int builds() throws IOException {
    Path log = temp.resolve("mvn.log");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  // ---- The JDK

  @Test
  void findsTheJdkWhateverTheDefaultJavaIs() throws IOException {
    Path old = jdk(temp.resolve("default"), "17.0.15", MODULES);
    Files.createSymbolicLink(tools.resolve("java"), old.resolve("bin/java"));
    jdk("a-17", "17.0.15");
    Path wanted = jdk("b-25", "25.0.3");
    assertEquals(wanted, launch().jdk());
    set("JAVA_HOME", old);
    assertEquals(wanted, launch().jdk());
    set("JAVA_HOME", temp.resolve("nonsense"));
    assertEquals(wanted, launch().jdk());
  }

  @Test
  void prefersTheJdkThatTheUserNames() throws IOException {
    jdk("25", "25");
    Path named = jdk(temp.resolve("my jdk"), "26-ea", MODULES);
    set("JAVA_HOME", named);
    assertEquals(named, launch().jdk());
    Path first = jdk(temp.resolve("first"), "27.0.1", MODULES);
    set("CARRYLANE_JAVA_HOME", first);
    assertEquals(first, launch().jdk());
  }

  @Test
  void refusesAnExplicitJdkThatWillNotDo() throws IOException {
    jdk("25", "25");
    set("CARRYLANE_JAVA_HOME", jdk(temp.resolve("old"), "24.0.2", MODULES));
    launch().assertRefused(2, "CARRYLANE_JAVA_HOME is " + temp.resolve("old"), "JDK 25 or newer");
    set("CARRYLANE_JAVA_HOME", temp.resolve("nonsense"));
    launch().assertRefused(2, "CARRYLANE_JAVA_HOME is " + temp.resolve("nonsense"));
  }

  @Test
  void prefersTheOldestJdkThatWillDo() throws IOException {
    jdk("a", "27");
    Path wanted = jdk("b", "25.0.1");
    jdk("c", "26");
    jdk("d", "1.8.0_402");
    jdk("e", "25.0.3");
    assertEquals(wanted, launch().jdk());
  }

  @Test
  void knowsTheLayoutsOfMacOs() throws IOException {
    Path bundle = jdk(jdks.resolve("temurin-25.jdk/Contents/Home"), "25.0.3", MODULES);
    assertEquals(bundle, launch().jdk());
    Files.delete(bundle.resolve("release"));
    Files.delete(bundle.resolve("bin/javac"));
    Path brewed = jdk(jdks.resolve("openjdk@25/libexec/openjdk.jdk/Contents/Home"), "25", MODULES);
    assertEquals(brewed, launch().jdk());
  }

  @Test
  void needsTheVectorModule() throws IOException {
    jdk(jdks.resolve("a"), "25", "java.base java.logging");
    launch().assertRefused(2, "module jdk.incubator.vector");
    Path silent = jdk(jdks.resolve("b"), "25", null);
    launch().assertRefused(2, "module jdk.incubator.vector");
    set("HAS_MODULE", "yes");
    assertEquals(silent, launch().jdk());
  }

  @Test
  void asksAJdkThatHasNoReleaseFile() throws IOException {
    Path silent = jdk(jdks.resolve("a"), null, null);
    set("HAS_MODULE", "yes");
    set("JAVA_SPECIFICATION", "1.8");
    launch().assertRefused(2, "found only version 1");
    set("JAVA_SPECIFICATION", "25");
    assertEquals(silent, launch().jdk());
  }

  @Test
  void looksOnThePathLast() throws IOException {
    Path hidden = jdk(temp.resolve("hidden"), "25", MODULES);
    Files.createSymbolicLink(temp.resolve("link"), hidden.resolve("bin/java"));
    Files.createSymbolicLink(tools.resolve("java"), Path.of("../link"));
    assertEquals(hidden, launch().jdk());
    Path wanted = jdk("26", "26");
    assertEquals(wanted, launch().jdk());
  }

  @Test
  void seesThroughTheWrapperOfAVersionManager() throws IOException {
    Path hidden = jdk(temp.resolve("hidden"), "25", MODULES);
    script(tools.resolve("java"), "exec '$TEMP/hidden/bin/java' \"$@\"\n");
    set("HOME_OF_JAVA", hidden);
    assertEquals(hidden, launch().jdk());
  }

  @Test
  void saysWhatToInstall() throws IOException {
    launch().assertRefused(2, "needs a JDK 25 or newer with the module", "install an OpenJDK 25");
    jdk("a", "17.0.15");
    jdk("b", "21.0.1");
    jdk("c", "17.0.1");
    launch().assertRefused(2, "(found only version 17 21)", "set JAVA_HOME to its folder");
    assertEquals(0, builds());
  }

  // ---- The command

  @Test
  void runsTheCommandOnTheModulePath() throws IOException {
    jdk("25", "25");
    Result result = launch("eval", "two words", "", "*", "$HOME");
    assertEquals(0, result.code(), result.err());
    List<String> out = result.out();
    int path = out.indexOf("-p");
    assertEquals(
        String.join(
            ":",
            project + "/src/engine/target/carrylane-engine-1.jar",
            project + "/src/network/target/carrylane-network-1.jar",
            project + "/src/training/target/carrylane-training-1.jar",
            project + "/src/tasks/target/carrylane-tasks-1.jar",
            project + "/src/cli/target/carrylane-cli-1.jar",
            project + "/src/cli/target/lib"),
        out.get(path + 1));
    assertEquals(
        List.of(
            "-m",
            "dev.carrylane.cli/dev.carrylane.cli.Main",
            "eval",
            "two words",
            "",
            "*",
            "$HOME"),
        out.subList(path + 2, out.size()));
    int modules = out.indexOf("--add-modules");
    assertEquals("jdk.incubator.vector", out.get(modules + 1));
    // Standard error is a pipe here.
    assertFalse(out.contains("-D" + Progress.TERMINAL_PROPERTY + "=true"));
  }

  /** So that signals and the exit code are those of the command. */
  @Test
  void becomesTheCommand() throws IOException {
    jdk("25", "25");
    set("JAVA_EXIT", 42);
    Result result = launch();
    assertEquals(42, result.code());
    assertEquals(Long.toString(result.pid()), result.out().get(1));
  }

  @Test
  void takesMoreOptionsForJava() throws IOException {
    jdk("25", "25");
    set("CARRYLANE_JAVA_OPTS", "-Xmx4g  t*ls");
    List<String> out = launch("doctor").out();
    int first = out.indexOf("-Xmx4g");
    assertEquals("t*ls", out.get(first + 1)); // not the folder of that name
    assertTrue(first < out.indexOf("-m"), out.toString());
  }

  @Test
  void startsFromAnywhere() throws IOException {
    jdk("25", "25");
    Path folder = Files.createDirectories(temp.resolve("bin dir/deep"));
    Path absolute =
        Files.createSymbolicLink(folder.resolve("absolute"), project.resolve("carrylane"));
    Path relative =
        Files.createSymbolicLink(temp.resolve("relative"), Path.of("bin dir/deep/absolute"));
    List<String> expected = withoutPid(launch("x"));
    assertEquals(expected, withoutPid(finish(start(project, absolute, "x"))));
    assertEquals(expected, withoutPid(finish(start(folder, relative, "x"))));
    assertEquals(expected, withoutPid(finish(start(project, Path.of("./carrylane"), "x"))));
    assertEquals(
        expected, withoutPid(finish(start(project, Path.of("/bin/sh"), "carrylane", "x"))));
  }

  private static List<String> withoutPid(Result result) {
    assertEquals(0, result.code(), result.err());
    return Stream.concat(result.out().stream().limit(1), result.out().stream().skip(2)).toList();
  }

  private String jars(String... more) {
    List<String> modules = List.of("engine", "network", "training", "tasks", "cli");
    return Stream.concat(
            modules.stream().map(m -> project + "/src/" + m + "/target/carrylane-" + m + "-1.jar"),
            Stream.of(more).map(path -> project + "/" + path))
        .collect(Collectors.joining(":"));
  }

  @Test
  void runsBenchmarksOnTheClassPath() throws IOException {
    jdk("25", "25");
    Result result = launch("bench", "--quick", "-f", "3");
    assertEquals(0, result.code(), result.err());
    List<String> out = result.out();
    int path = out.indexOf("-cp");
    assertEquals(jars("jmh/target/carrylane-jmh-1.jar", "jmh/target/lib/*"), out.get(path + 1));
    assertEquals(
        List.of("dev.carrylane.jmh.bench.Bench", "--quick", "-f", "3"),
        out.subList(path + 2, out.size()));
    String call = Files.readString(temp.resolve("mvn.log"));
    assertTrue(call.contains("-pl jmh -am package") && !call.contains("-P"), call);
    // What the benchmarks' own processes should not have among their options.
    assertEquals(
        List.of(project.toString(), jars("src/cli/target/lib")),
        Files.readAllLines(temp.resolve("variables")));
  }

  @Test
  void runsBenchmarksBesideTheirPeers() throws IOException {
    jdk("25", "25");
    Result result = launch("bench", "-f", "1", "--peers", "--cold");
    assertEquals(0, result.code(), result.err());
    List<String> out = result.out();
    int path = out.indexOf("-cp");
    assertEquals(
        jars(
            "jmh/target/carrylane-jmh-1.jar",
            "jmh/peers/target/carrylane-peers-1.jar",
            "jmh/peers/target/lib/*"),
        out.get(path + 1));
    assertEquals(
        List.of("dev.carrylane.jmh.peers.BenchPeers", "-f", "1", "--peers", "--cold"),
        out.subList(path + 2, out.size()));
    String call = Files.readString(temp.resolve("mvn.log"));
    assertTrue(call.endsWith(" -Ppeers -pl jmh/peers -am package\n"), call);
    assertEquals("", launch("bench", "--peers").err());
    assertEquals("", launch("bench").err());
    assertEquals(1, builds());
  }

  /** The peers are downloaded for those who ask for them, and built again for those alone. */
  @Test
  void peersMatterToNothingElse() throws IOException {
    jdk("25", "25");
    launch("bench");
    assertFalse(Files.readString(temp.resolve("mvn.log")).contains("-P"));
    age(Duration.ofHours(2));
    jars(Duration.ofHours(1));
    Files.writeString(project.resolve("jmh/peers/src/main/java/A.java"), "");
    launch("bench");
    assertEquals(1, builds());
    launch("bench", "--peers");
    assertEquals(2, builds());
  }

  /** A container has no LANG, or one whose locale is not installed: paths would be ASCII. */
  @Test
  void usesUtf8WhereTheLocaleIsAscii() throws IOException {
    jdk("25", "25");
    launch();
    set("SHOW_LOCALE", "yes");
    assertEquals("LC_ALL=C.UTF-8\n", launch().err());
    set("LC_ALL", "C");
    assertEquals("LC_ALL=C.UTF-8\n", launch().err());
    set("LC_ALL", "xx_XX.UTF-8");
    assertEquals("LC_ALL=C.UTF-8\n", launch().err());
    set("LC_ALL", "");
    set("LANG", "C.UTF-8");
    assertEquals("LC_ALL=\n", launch().err());
    Files.delete(tools.resolve("locale"));
    assertEquals("LC_ALL=\n", launch().err());
    set("LANG", "C");
    assertEquals("LC_ALL=C.UTF-8\n", launch().err());
  }

  @Test
  void refusesAFolderWithAColon() throws IOException {
    jdk("25", "25");
    Path odd = Files.createDirectory(temp.resolve("a:b"));
    Files.copy(project.resolve("carrylane"), odd.resolve("carrylane"));
    Path link = Files.createSymbolicLink(temp.resolve("link"), odd.resolve("carrylane"));
    for (Path launcher : List.of(odd.resolve("carrylane"), link)) {
      finish(start(temp, launcher)).assertRefused(2, "a colon in its path; move " + odd);
    }
    assertEquals(0, builds());
  }

  // ---- The build

  @Test
  void buildsOnceOnFirstUse() throws IOException {
    Path jdk = jdk("25", "25");
    Result first = launch();
    assertEquals(0, first.code(), first.err());
    // What the build says is shown without its colours.
    assertEquals("carrylane: building src/cli, once\nbold\n", first.err());
    Result second = launch();
    assertEquals("", second.err());
    assertEquals(first.out().get(0), second.out().get(0));
    assertEquals(1, builds());
    String call = Files.readString(temp.resolve("mvn.log"));
    assertTrue(call.startsWith(jdk + "|-q -B "), call);
    assertTrue(call.endsWith(" -pl src/cli -am package\n"), call);
  }

  @Test
  void buildsAgainWhenASourceChanged() throws IOException {
    jdk("25", "25");
    age(Duration.ofHours(3));
    launch();
    List<String> changes =
        List.of(
            "pom.xml",
            "src/engine/pom.xml",
            "src/engine/src/main/java/A.java",
            "src/engine/src/generated/java/A.java",
            "src/network/src/main/java/A.java",
            "src/tasks/src/main/java/A.java",
            "src/cli/src/main/java/A.java");
    for (int i = 0; i < changes.size(); i++) {
      age(Duration.ofHours(2));
      jars(Duration.ofHours(1));
      launch();
      assertEquals(1 + i, builds(), "before " + changes.get(i));
      Files.setLastModifiedTime(
          project.resolve(changes.get(i)), FileTime.from(Instant.now().minusSeconds(60)));
      launch();
      assertEquals(2 + i, builds(), "after " + changes.get(i));
    }
  }

  @Test
  void buildsAgainWhenASourceIsGone() throws IOException {
    jdk("25", "25");
    launch();
    age(Duration.ofHours(2));
    jars(Duration.ofHours(1));
    Files.delete(project.resolve("src/network/src/main/java/B.java"));
    launch();
    assertEquals(2, builds());
  }

  @Test
  void testsAndOtherModulesDoNotMatter() throws IOException {
    jdk("25", "25");
    launch();
    age(Duration.ofHours(2));
    jars(Duration.ofHours(1));
    Files.writeString(project.resolve("src/engine/src/test/java/T.java"), "");
    Files.writeString(project.resolve("jmh/src/main/java/A.java"), "");
    launch();
    assertEquals(1, builds());
    launch("bench");
    assertEquals(2, builds());
  }

  @Test
  void buildsAgainWhenAPieceIsMissing() throws IOException {
    jdk("25", "25");
    launch();
    Files.delete(project.resolve("src/cli/target/lib"));
    launch();
    assertEquals(2, builds());
    Files.delete(project.resolve("src/engine/target/carrylane-engine-1.jar"));
    launch();
    assertEquals(3, builds());
  }

  /** What an edit during the build changed must not be taken for built. */
  @Test
  void buildsAgainWhatChangedDuringTheBuild() throws IOException {
    jdk("25", "25");
    set("MVN_SECONDS", 0.5);
    Process process = start(temp, project.resolve("carrylane"));
    Path log = temp.resolve("mvn.log");
    while (Files.notExists(log)) {
      Thread.onSpinWait();
    }
    // File systems count time in steps of some milliseconds, and equal times tell nothing.
    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    Files.writeString(project.resolve("src/engine/src/main/java/A.java"), "edited");
    finish(process);
    set("MVN_SECONDS", 0);
    launch();
    assertEquals(2, builds());
    launch();
    assertEquals(2, builds());
  }

  @Test
  void picksTheNewestOfSeveralVersions() throws IOException {
    jdk("25", "25");
    launch();
    Path old = project.resolve("src/cli/target/carrylane-cli-2.jar");
    Files.writeString(old, "");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(1000)));
    String path = launch().out().toString();
    assertTrue(path.contains("carrylane-cli-1.jar") && !path.contains("carrylane-cli-2.jar"), path);
  }

  @Test
  void saysThatTheBuildFailedAndTriesAgain() throws IOException {
    jdk("25", "25");
    launch();
    Files.delete(project.resolve("src/cli/target/carrylane-cli-1.jar"));
    set("MVN_FAILS", "yes");
    Result result = launch();
    assertEquals(1, result.code());
    assertEquals(List.of(), result.out());
    assertTrue(result.err().endsWith("carrylane: the build failed, for the reasons above\n"));
    // A build that was cut short counts as none, whatever it left.
    Files.writeString(project.resolve("src/cli/target/carrylane-cli-1.jar"), "");
    set("MVN_FAILS", "");
    assertEquals(0, launch().code());
    assertEquals(3, builds());
  }

  @Test
  void saysThatMavenIsMissing() throws IOException {
    jdk("25", "25");
    Files.delete(tools.resolve("mvn"));
    launch().assertRefused(2, "needs Apache Maven 3.8.7 or newer", "mvn is on the PATH");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void launchesAtTheSameTimeBuildOnce(boolean flock) throws IOException {
    jdk("25", "25");
    if (!flock) {
      Files.deleteIfExists(tools.resolve("flock"));
    }
    set("MVN_SECONDS", 0.5);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(start(temp, project.resolve("carrylane"), "doctor"));
    }
    for (Process process : processes) {
      Result result = finish(process);
      assertEquals(0, result.code(), result.err());
      assertEquals("doctor", result.out().get(result.out().size() - 1));
    }
    assertEquals(1, builds());
    assertFalse(Files.isSymbolicLink(project.resolve("target/launcher.owner")));
  }

  @Test
  void aFailedBuildGivesTheLockBack() throws IOException {
    jdk("25", "25");
    Files.deleteIfExists(tools.resolve("flock"));
    set("MVN_FAILS", "yes");
    assertEquals(1, launch().code());
    assertFalse(Files.isSymbolicLink(project.resolve("target/launcher.owner")));
  }

  @Test
  void namesALockThatNobodyHolds() throws IOException {
    jdk("25", "25");
    Files.deleteIfExists(tools.resolve("flock"));
    Process ended = new ProcessBuilder("true").start();
    finish(ended);
    Path lock = Files.createDirectories(project.resolve("target")).resolve("launcher.owner");
    Files.createSymbolicLink(lock, Path.of(Long.toString(ended.pid())));
    launch().assertRefused(2, "a build by process " + ended.pid(), "remove " + lock);
    assertTrue(Files.isSymbolicLink(lock));
  }

  private void age(Duration age) throws IOException {
    FileTime time = FileTime.from(Instant.now().minus(age));
    try (Stream<Path> files = Files.walk(project)) {
      for (Path file : files.filter(file -> !file.toString().contains("/target")).toList()) {
        Files.setLastModifiedTime(file, time);
      }
    }
  }

  private void jars(Duration age) throws IOException {
    FileTime time = FileTime.from(Instant.now().minus(age));
    try (Stream<Path> files = Files.walk(project)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        Files.setLastModifiedTime(file, time);
      }
    }
  }
}
