package dev.carrylane.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.testkit.TestData;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
  @Test
  void everyCommandHasHelpAndVersion() {
    CommandLine main = Main.commandLine(new PrintWriter(System.out), new PrintWriter(System.err));
    List<String> names = new ArrayList<>(main.getSubcommands().keySet());
    assertTrue(names.contains("doctor") && names.contains("bench"), names.toString());
    String overview = Invocation.of("--help").text();
    for (String name : names) {
      assertTrue(overview.contains("\n  " + name + " "), overview);
      String help = Invocation.of(name, "--help").text();
      assertTrue(help.startsWith("Usage: carrylane " + name + " "), help);
      assertEquals(Invocation.of("--version").text(), Invocation.of(name, "--version").text());
    }
  }

  @Test
  void versionIsThatOfTheBuild() throws IOException {
    String pom = Files.readString(TestData.repository().resolve("pom.xml"));
    String version = pom.replaceFirst("(?s).*?<version>([^<]*)</version>.*", "$1");
    assertEquals("carrylane " + version, Invocation.of("--version").text().strip());
  }

  @Test
  void refusesWrongArgumentsInOneLine() {
    Invocation.of().assertRefused("carrylane: Missing required subcommand", "'carrylane --help'");
    Invocation.of("doctro").assertRefused("'doctro'", "did you mean doctor");
    Invocation.of("doctor", "--jsn")
        .assertRefused("carrylane doctor: ", "'--jsn'", "did you mean --json?");
    Invocation.of("doctor", "more").assertRefused("'more'", "(see 'carrylane doctor --help')");
    Invocation.of("@file").assertRefused("'@file'");
    Invocation.of("two\nlines\u001b[31m").assertRefused("two\\u000alines\\u001b[31m");
  }

  @Test
  void benchmarksAreLeftToTheLauncher() {
    Invocation.of("bench", "Gemm").assertRefused("run ./carrylane bench Gemm");
  }

  @Test
  void tellsBadInputFromBugs() {
    assertEquals("carrylane boom: --x is 3; use 4", failing(new CliException("--x is 3; use 4")));
    assertEquals("carrylane boom: bad\\u000abytes", failing(new IOException("bad\nbytes")));
    assertEquals(
        "carrylane boom: x: no such file; check the path", failing(new NoSuchFileException("x")));
    assertEquals(
        "carrylane boom: x: permission denied; make it accessible to this user",
        failing(new AccessDeniedException("x")));
    assertEquals(
        "carrylane boom: x: Is a directory",
        failing(new FileSystemException("x", null, "Is a directory")));
    assertEquals(
        "carrylane boom: x: DirectoryNotEmptyException",
        failing(new DirectoryNotEmptyException("x")));
    assertEquals(
        "carrylane boom: lost", failing(new UncheckedIOException(new IOException("lost"))));
    assertEquals("carrylane boom: EOFException", failing(new EOFException()));

    StringWriter err = new StringWriter();
    assertEquals(Main.BUG, execute(new IllegalStateException("broken"), err));
    assertTrue(err.toString().contains("java.lang.IllegalStateException: broken"), err.toString());
    assertTrue(err.toString().contains("at dev.carrylane.cli."), err.toString());
  }

  private static String failing(Exception e) {
    StringWriter err = new StringWriter();
    assertEquals(Main.BAD_INPUT, execute(e, err));
    return err.toString().strip();
  }

  private static int execute(Exception e, StringWriter err) {
    PrintWriter writer = new PrintWriter(err);
    CommandLine main = Main.commandLine(writer, writer).addSubcommand(new Boom(e));
    return main.setErr(writer).execute("boom"); // setErr reaches the subcommand too
  }

  @Command(name = "boom")
  private static final class Boom implements Callable<Integer> {
    private final Exception e;

    Boom(Exception e) {
      this.e = e;
    }

    @Override
    public Integer call() throws Exception {
      throw e;
    }
  }

  /** As in {@code carrylane --help | true}. */
  @Test
  @Timeout(60)
  void endsSilentlyWhenNobodyReads() throws IOException {
    Process process = Invocation.start("--help");
    process.getInputStream().close();
    String err = new String(process.getErrorStream().readAllBytes());
    assertEquals("", err.replaceFirst("^WARNING: Using incubator modules: .*\\R", ""));
    assertEquals(Main.SUCCESS, process.onExit().join().exitValue());
  }

  @Test
  @Timeout(60)
  void exitCodeReachesTheShell() throws IOException {
    Invocation.finish(Invocation.start("--nonsense")).assertRefused("'--nonsense'");
    Invocation.finish(Invocation.start("--version")).text();
  }
}
