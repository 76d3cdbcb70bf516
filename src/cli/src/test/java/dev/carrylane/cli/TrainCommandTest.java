package dev.carrylane.cli;

import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.exactCarry;
import static dev.carrylane.network.layer.Layers.linear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carrylane.cli.console.Progress;
import dev.carrylane.cli.console.VersionProvider;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.ModelDescription;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {
  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void describe() throws IOException {
    model = Files.writeString(folder.resolve("adder.json"), adder(2));
  }

  /** Learns to add, and takes milliseconds to do it badly. */
  private static String adder(int inputs) {
    return ModelDescription.of(inputs)
        .then(linear(4, Activation.TANH))
        .then(carryLookahead(List.of(exactCarry(4)), 4))
        .then(linear(1))
        .toJson();
  }

  private Invocation train(Path out, String... more) {
    return Invocation.of(line(out, more));
  }

  private String[] line(Path out, String... more) {
    List<String> line = new ArrayList<>(List.of("train", "addition", "--length", "30"));
    line.addAll(List.of("--describe", model.toString(), "--batch", "128", "--seed", "3"));
    line.addAll(List.of("--out", out.toString()));
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }

  private static JsonNode record(Path run) throws IOException {
    return JsonMapper.builder().build().readTree(Files.readString(run.resolve("run.json")));
  }

  /** Everything that a run leaves, and that the other commands take it. */
  @Test
  void trainsAModelThatIsThenUsed() throws IOException {
    Path run = folder.resolve("deep/run");
    Invocation invocation = train(run, "--epochs", "2", "--threads", "1");
    String text = invocation.text();
    assertEquals("", invocation.err());
    assertTrue(
        text.startsWith("addition into " + run + ": linear, carry-lookahead, linear; "), text);
    assertTrue(text.contains("\nepoch 1 of 2: loss 0."), text);
    assertTrue(text.contains("\nepoch 2 of 2: loss 0."), text);
    assertTrue(text.contains("\ntest: accuracy 0."), text);
    String best = run.resolve("best.safetensors").toString();
    assertTrue(
        text.endsWith("\n./carrylane eval addition --model " + best + " --length 30\n"), text);

    List<String> curve = Files.readAllLines(run.resolve("curve.csv"));
    assertEquals(
        "epoch,train_loss,valid_loss,valid_accuracy,learning_rate,seconds,best", curve.get(0));
    assertEquals(3, curve.size());
    assertTrue(curve.get(2).startsWith("2,0."), curve.get(2));
    String picture = Files.readString(run.resolve("curve.svg"));
    assertTrue(picture.startsWith("<svg xmlns="), picture);
    assertTrue(picture.contains("prefers-color-scheme:dark"), picture);

    JsonNode record = record(run);
    assertEquals("complete", record.get("state").asText());
    assertEquals("addition", record.at("/settings/task").asText());
    assertEquals(2, record.at("/settings/epochs").asInt());
    assertEquals(3, record.at("/settings/seed").asInt());
    assertEquals(VersionProvider.version(), record.get("carrylane").asText());
    assertEquals(Runtime.version().toString(), record.get("java").asText());
    assertEquals(1, record.get("threads").asInt());
    assertEquals(2, record.get("epochs").asInt());
    double validLoss = record.at("/last/valid_loss").asDouble();
    assertEquals(Double.parseDouble(curve.get(2).split(",")[2]), validLoss);

    JsonNode score =
        Invocation.of("eval", "addition", "--model", best, "--length", "30", "--json").json();
    assertEquals(record.at("/test/value").asDouble(), score.get("value").asDouble());
    assertEquals(record.at("/test/nll").asDouble(), score.get("nll").asDouble());
    Path bits = Files.writeString(folder.resolve("bits.csv"), "1,1\n0,1\n0,0\n");
    String last = run.resolve("last.safetensors").toString();
    assertEquals(3, Invocation.of("predict", last, "-i", bits.toString()).text().lines().count());
  }

  @Test
  void reportsToPrograms() throws IOException {
    Invocation invocation = train(folder.resolve("run"), "--epochs", "1", "--json");
    JsonNode facts = invocation.json();
    assertEquals(1, invocation.out().lines().count(), invocation.out());
    assertTrue(invocation.err().contains("epoch 1 of 1: "), invocation.err());
    assertEquals("complete", facts.get("state").asText());
    assertEquals("accuracy", facts.at("/test/metric").asText());
    assertEquals(folder.resolve("run").toString(), facts.get("folder").asText());
  }

  @Test
  void showsABarOnATerminal() {
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true));
    System.setProperty(Progress.TERMINAL_PROPERTY, "true");
    try {
      train(folder.resolve("run"), "--epochs", "1").text();
    } finally {
      System.clearProperty(Progress.TERMINAL_PROPERTY);
      System.setErr(err);
    }
    String bar = bytes.toString();
    assertTrue(bar.contains("addition 100% [") && bar.contains("1/1 epochs"), bar);
    assertTrue(bar.contains(" frames/s") && bar.contains("loss 0."), bar);
  }

  /** A signal leaves what the run goes on from, and the models are those of a run that nobody stopped. */
  @ParameterizedTest
  @CsvSource({"INT, 130, 2", "TERM, 143, 1"})
  @Timeout(120)
  @DisabledOnOs(OS.WINDOWS)
  void goesOnToTheSameBitsAfterASignal(String signal, int code, String threads)
      throws IOException, InterruptedException {
    assumeTrue(!signal.equals("INT") || !isInterruptIgnored(), "interrupts are ignored here");
    Path stopped = folder.resolve("stopped");
    Process process = Invocation.start(line(stopped, "--epochs", "12", "--threads", threads));
    BufferedReader lines = process.inputReader();
    String line = lines.readLine();
    while (line != null && !line.startsWith("epoch 1 of")) {
      line = lines.readLine();
    }
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    String err = new String(process.getErrorStream().readAllBytes());
    assertEquals(code, process.waitFor(), err);
    assertTrue(err.endsWith("go on with: ./carrylane train --resume " + stopped + "\n"), err);
    JsonNode record = record(stopped);
    assertEquals("stopped", record.get("state").asText());
    int done = record.get("epochs").asInt();
    assertTrue(1 <= done && done < 12, record.toString());
    assertEquals(done + 1, Files.readAllLines(stopped.resolve("curve.csv")).size());
    try (var files = Files.list(stopped)) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith(".tmp")));
    }

    String resumed = Invocation.of("train", "--resume", stopped.toString()).text();
    assertTrue(resumed.contains("goes on after epoch " + done), resumed);
    assertEquals("complete", record(stopped).get("state").asText());
    Path whole = folder.resolve("whole");
    train(whole, "--epochs", "12").text();
    for (String file : List.of("best.safetensors", "last.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(stopped.resolve(file)), file);
    }
    assertEquals(record(whole).get("test"), record(stopped).get("test"));
    assertEquals(withoutSeconds(whole), withoutSeconds(stopped));
  }

  private static List<String> withoutSeconds(Path run) throws IOException {
    return Files.readAllLines(run.resolve("curve.csv")).stream()
        .map(line -> line.replaceFirst("[0-9.]+(,[01])$", "$1"))
        .toList();
  }

  /** A JVM whose parent ignores interrupts, as a shell's job in the background does, ignores them, too. */
  private static boolean isInterruptIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("SigIgn:")) {
        return (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> 1 & 1) == 1;
      }
    }
    return false;
  }

  @Test
  void aFinishedRunIsJudgedAgainAndOneWithoutAStateBeginsAnew() throws IOException {
    Path run = folder.resolve("run");
    train(run, "--epochs", "1").text();
    byte[] best = Files.readAllBytes(run.resolve("best.safetensors"));
    JsonNode test = record(run).get("test");
    assertEquals(
        test, Invocation.of("train", "--resume", run.toString(), "--json").json().get("test"));
    Files.delete(run.resolve("state.safetensors"));
    String text = Invocation.of("train", "--resume", run.toString(), "--threads", "2").text();
    assertTrue(text.contains("epoch 1 of 1: "), text);
    assertArrayEquals(best, Files.readAllBytes(run.resolve("best.safetensors")));
  }

  @Test
  void refusesWhatDoesNotGoTogether() throws IOException {
    Path run = folder.resolve("run");
    Invocation.of("train").assertRefused("missing TASK", "--resume DIR");
    Invocation.of("train", "bach").assertRefused("'bach' is unknown; it takes one of jsb");
    Invocation.of("train", "jsb").assertRefused("jsb needs --data PATH");
    Invocation.of("train", "jsb", "--data", "none.mat").assertRefused("none.mat: no such file");
    Invocation.of("train", "addition", "--arch", "lsm").assertRefused("'lsm' is unknown", "lstm");
    train(run, "--data", "x").assertRefused("addition is drawn from random numbers");
    train(run, "--transpose").assertRefused("addition is no music; leave --transpose out");
    train(run, "--epochs", "0").assertRefused("epochs is 0; it must be 1 or more");
    train(run, "--lr", "-1").assertRefused("learning rate is -1.0; it must be above 0");
    train(run, "--lr", "fast").assertRefused("--lr", "'fast'");
    train(run, "--threads", "0").assertRefused("--threads is 0; it must be from 1");
    Files.writeString(model, adder(3));
    train(run).assertRefused("the model of --describe maps 3 to 1 channels, but addition needs 2");
    Files.writeString(model, "{");
    train(run).assertRefused("adder.json: ");
    assertFalse(Files.exists(run));
  }

  @Test
  void refusesFoldersOfOthers() throws IOException {
    train(folder).assertRefused(folder + " is not empty; name a folder for this run alone");
    train(model).assertRefused(model + " is a file; name a folder with --out");
    Path none = folder.resolve("none");
    Invocation.of("train", "--resume", none.toString()).assertRefused(none + ": no such file");
    Invocation.of("train", "--resume", folder.toString())
        .assertRefused(folder + " holds no run, since it has no run.json");
    Path run = Files.createDirectory(folder.resolve("run"));
    train(run, "--epochs", "1").text();
    train(run).assertRefused(run + " holds a run; go on with it by --resume " + run);
    for (List<String> other :
        List.of(
            List.of("--lr", "0.5"),
            List.of("--epochs", "2"),
            List.of("--seed", "4"),
            List.of("--batch", "1"),
            List.of("--length", "31"),
            List.of("--arch", "lstm"))) {
      Invocation.of("train", "--resume", run.toString(), other.get(0), other.get(1))
          .assertRefused(other.get(0) + " is not what the run in " + run + " has (");
    }
    Invocation.of("train", "parity", "--resume", run.toString())
        .assertRefused("TASK is not what the run in " + run + " has (addition)");
    Invocation.of("train", "--resume", run.toString(), "--out", folder.resolve("b").toString())
        .assertRefused("--out is ", "leave it out");
    Files.writeString(run.resolve("state.safetensors"), "nothing");
    Invocation.of("train", "--resume", run.toString()).assertRefused("state.safetensors");
    Files.writeString(run.resolve("run.json"), "{\"settings\": {}}");
    Invocation.of("train", "--resume", run.toString()).assertRefused("run.json is damaged");
    Files.writeString(run.resolve("run.json"), "{");
    Invocation.of("train", "--resume", run.toString()).assertRefused("run.json is damaged");
  }

  /** What a process that was killed leaves does not keep others out. */
  @Test
  void oneProcessAtATimeTrainsInAFolder() throws IOException {
    Path run = folder.resolve("run");
    Closeable held = RunFolder.create(run).lock();
    train(run, "--epochs", "1").assertRefused(run + " is being trained in by another process");
    assertFalse(Files.exists(run.resolve("run.json")));
    held.close();
    train(run, "--epochs", "1").text();
    held = RunFolder.open(run).lock();
    Invocation.of("train", "--resume", run.toString())
        .assertRefused(run + " is being trained in by another process");
    held.close();
    Invocation.of("train", "--resume", run.toString()).text();
  }

  @Test
  void saysWhereALossIsNoNumber() throws IOException {
    Files.writeString(model, ModelDescription.of(2).then(linear(4)).then(linear(1)).toJson());
    Path run = folder.resolve("run");
    Invocation invocation = train(run, "--epochs", "1", "--lr", "1e38");
    assertEquals(Main.BAD_INPUT, invocation.code(), invocation.err());
    assertEquals(1, invocation.err().lines().count(), invocation.err());
    assertTrue(invocation.err().contains("try a lower learning rate"), invocation.err());
    assertEquals("diverged", record(run).get("state").asText());
  }
}
