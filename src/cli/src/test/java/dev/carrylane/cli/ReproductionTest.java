package dev.carrylane.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.cli.report.Measure;
import dev.carrylane.cli.report.ReportRow;
import dev.carrylane.cli.report.RunFigures;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.recipes.Architecture;
import dev.carrylane.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
  private static final PlannedTable PARITY =
      new PlannedTable(
          "parity",
          "Parity",
          "Bits.",
          Task.PARITY,
          Measure.ACCURACY,
          List.of(Architecture.CLRNN_EXACT),
          List.of(10, 20));

  private static final Engine ENGINE = Engine.of(Backend.active());

  @TempDir private static Path trained;
  private static Reproduction whole;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    whole = quick(trained, 2);
    assertEquals(List.of(), row(whole).runs());
    assertTrue(whole.train(whole.runs().get(0), ENGINE, TrainingListener.NONE));
  }

  private static Reproduction quick(Path folder, int seeds) {
    return new Reproduction(List.of(PARITY), null, seeds, true, folder);
  }

  private static ReportRow row(Reproduction reproduction) throws IOException {
    return reproduction.report(reproduction.runs()).get(0).rows().get(0);
  }

  private static Path best(Reproduction.Run run) {
    return run.folder().resolve("best.safetensors");
  }

  @Test
  void runsFillTheirTable() throws IOException {
    ReportRow row = row(whole);
    assertEquals(2, row.seeds());
    RunFigures figures = row.runs().get(0);
    assertEquals(1111, figures.seed());
    assertTrue(figures.value() > 0.3 && figures.value() <= 1, figures.toString());
    assertEquals(2, figures.epochs());
    assertEquals(List.of(1.0, 2.0), figures.curve().stream().map(p -> p.x()).toList());
    assertTrue(figures.curve().stream().allMatch(p -> p.y() > 0.3 && p.y() <= 1));
    assertEquals(List.of(10.0, 20.0), figures.lengths().stream().map(p -> p.x()).toList());
    assertTrue(figures.lengths().stream().allMatch(p -> p.y() > 0.3 && p.y() <= 1));
    assertTrue(
        figures
            .command()
            .startsWith("./carrylane train parity --arch clrnn-exact --length 100 --sequences 128"),
        figures.command());
  }

  @Test
  void whatIsFinishedIsOnlyRead() throws IOException {
    Reproduction.Run run = whole.runs().get(0);
    FileTime written = Files.getLastModifiedTime(best(run));
    TrainingListener none =
        new TrainingListener() {
          @Override
          public void step(int epoch, long step, long steps, double loss, long frames) {
            throw new AssertionError("trained again");
          }
        };
    assertTrue(whole.train(run, ENGINE, none));
    assertEquals(written, Files.getLastModifiedTime(best(run)));
  }

  @Test
  void whatWasStoppedGoesOnToTheSameBits() throws IOException {
    Reproduction stopped = quick(folder, 1);
    Reproduction.Run run = stopped.runs().get(0);
    TrainingRun training = TrainingRun.begin(run.settings(), run.folder(), ENGINE);
    training.run(
        new TrainingListener() {
          @Override
          public void step(int epoch, long step, long steps, double loss, long frames) {
            if (step == 3) {
              training.stop();
            }
          }
        });
    training.close();
    assertFalse(RunRecord.isOver(run.folder()));
    assertEquals(List.of(), row(stopped).runs());

    assertTrue(stopped.train(run, ENGINE, TrainingListener.NONE));
    assertArrayEquals(Files.readAllBytes(best(whole.runs().get(0))), Files.readAllBytes(best(run)));
    assertEquals(row(whole).runs().get(0).lengths(), row(stopped).runs().get(0).lengths());
  }

  @Test
  void pagesAreWrittenFromRunsThatWereMadeElsewhere() throws IOException {
    Reproduction.Run run = whole.runs().get(0);
    Path out = folder.resolve("page");
    Path copy = out.resolve("runs").resolve(run.folder().getFileName());
    Files.createDirectories(copy);
    for (String name : List.of("run.json", "curve.csv", "lengths.csv")) {
      Files.copy(run.folder().resolve(name), copy.resolve(name));
    }
    String[] line = {
      "reproduce", "synthetic", "--quick", "--page-only", "--seeds", "1", "--out", out.toString()
    };
    assertTrue(Invocation.of(line).text().startsWith("1 of "));
    String page = Files.readString(out.resolve("quick-synthetic.html"));
    assertTrue(page.contains("A quick run.") && page.contains("Accuracy by length"), page);
    String markdown = Files.readString(out.resolve("quick-synthetic.md"));
    assertTrue(markdown.contains("Per cent right, by length"), markdown);

    Files.writeString(copy.resolve("curve.csv"), "epoch,valid_loss\n1,x\n");
    Invocation.of(line).assertRefused("curve.csv is damaged");
  }

  @Test
  void everyPlannedRunHasARecipeAndAFolderOfItsOwn() throws IOException {
    Set<Path> folders = new HashSet<>();
    Path data = Files.createDirectories(folder.resolve("data"));
    for (String name : List.of("JSB_Chorales.mat", "Nottingham.mat")) {
      Files.createFile(data.resolve(name));
    }
    Files.writeString(data.resolve("tinyshakespeare.txt"), "First Citizen:\nBefore\n".repeat(99));
    for (boolean quick : new boolean[] {false, true}) {
      Reproduction all = new Reproduction(ReproductionPlan.ALL.tables(), data, 2, quick, folder);
      all.check(all.runs());
      for (Reproduction.Run run : all.runs()) {
        assertTrue(folders.add(run.folder()), run.name());
      }
    }
  }

  @Test
  void refusesWhatCannotBeTrained() {
    Invocation.of("reproduce", "jsb").assertRefused("jsb needs --data");
    Invocation.of("reproduce", "bach").assertRefused("'bach' is unknown", "synthetic");
    Invocation.of("reproduce", "synthetic", "--seeds", "0").assertRefused("--seeds is 0");
    Invocation.of("reproduce", "jsb", "--data", folder.toString(), "--out", folder + "/out")
        .assertRefused("JSB_Chorales.mat: no such file", "--data");
    Invocation.of("reproduce", "synthetic", "--arch", "clrnn,clrnn-exact-joint")
        .assertRefused("--arch is clrnn-exact-joint", "no row");
    assertFalse(Files.exists(folder.resolve("out")));
  }
}
