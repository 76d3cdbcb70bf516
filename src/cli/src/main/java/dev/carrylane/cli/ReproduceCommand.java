package dev.carrylane.cli;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.cli.console.VersionProvider;
import dev.carrylane.cli.console.WholeFile;
import dev.carrylane.cli.report.HtmlReport;
import dev.carrylane.cli.report.MarkdownReport;
import dev.carrylane.cli.report.Report;
import dev.carrylane.engine.Backend;
import dev.carrylane.tasks.recipes.Architecture;
import dev.carrylane.training.TrainingListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains the models of the paper's tables and of those beyond, and writes a page about them. */
@Command(
    name = "reproduce",
    description = {
      "Train the models of the paper's tables and of those beyond, and write a page with our figures beside the"
          + " authors'.",
      "DIR gets the page (TABLES.html), its tables as Markdown (TABLES.md), and a folder for each run (runs/TASK-KIND-SEED),"
          + " as train makes them. Runs that are finished are only read, those that were stopped go on: the same command again"
          + " goes on where it was."
    })
final class ReproduceCommand implements Callable<Integer> {
  private static final int MAX_THREADS = 1024;
  private static final int MAX_SEEDS = 100;

  @Parameters(
      paramLabel = "TABLES",
      converter = Choice.OfPlan.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private ReproductionPlan plan;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = "The folder of the data, or for one task its file; synthetic tasks need none.")
  private Path data;

  @Option(
      names = "--seeds",
      defaultValue = "3",
      paramLabel = "N",
      description = "Runs of each model; ${DEFAULT-VALUE} by default.")
  private int seeds;

  @Option(
      names = "--arch",
      split = ",",
      paramLabel = "KIND",
      converter = Choice.OfArchitecture.class,
      description =
          "Train only these kinds of models, separated by commas; the page has what is finished of all.")
  private List<Architecture> only = List.of();

  @Option(
      names = "--quick",
      description =
          "Train briefly on few sequences, to see in minutes that everything works. Its figures say nothing.")
  private boolean quick;

  @Option(
      names = "--page-only",
      description = "Train nothing; write the page from the runs that are finished.")
  private boolean pageOnly;

  @Option(
      names = "--out",
      defaultValue = "reproduction",
      paramLabel = "DIR",
      description = "The folder for the page and the runs; ${DEFAULT-VALUE} by default.")
  private Path out;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that work at once; all processors by default. They change nothing but the time.")
  private Integer threads;

  @Mixin private BackendSelection selection;

  @Mixin private ReportOptions report;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    if (threads != null && (threads < 1 || threads > MAX_THREADS)) {
      throw new CliException("--threads is " + threads + "; it must be from 1 to " + MAX_THREADS);
    }
    if (seeds < 1 || seeds > MAX_SEEDS) {
      throw new CliException("--seeds is " + seeds + "; it must be from 1 to " + MAX_SEEDS);
    }
    if (data == null && plan != ReproductionPlan.SYNTHETIC) {
      throw new CliException(plan + " needs --data PATH, the folder of its data");
    }
    Reproduction reproduction = new Reproduction(plan.tables(), data, seeds, quick, out);
    List<Reproduction.Run> runs = reproduction.runs();
    List<Reproduction.Run> wanted = wanted(runs);
    if (!pageOnly) {
      reproduction.check(wanted);
    }
    Files.createDirectories(out);
    write(reproduction, runs);
    if (!pageOnly) {
      train(reproduction, runs, wanted);
    }
    tell(write(reproduction, runs));
    return Main.SUCCESS;
  }

  private List<Reproduction.Run> wanted(List<Reproduction.Run> runs) {
    for (Architecture architecture : only) {
      if (runs.stream().noneMatch(run -> run.settings().architecture() == architecture)) {
        throw new CliException(
            "--arch is %s, of which %s has no row; leave it out".formatted(architecture, plan));
      }
    }
    return only.isEmpty()
        ? runs
        : runs.stream().filter(run -> only.contains(run.settings().architecture())).toList();
  }

  private void train(
      Reproduction reproduction, List<Reproduction.Run> runs, List<Reproduction.Run> wanted)
      throws IOException {
    // A report for programs is alone on standard output.
    PrintWriter lines =
        report.isJson() ? command.commandLine().getErr() : command.commandLine().getOut();
    Backend backend = BackendSelection.active();
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    try (Workers workers = Workers.start(backend, count)) {
      for (int i = 0; i < wanted.size(); i++) {
        Reproduction.Run run = wanted.get(i);
        if (RunRecord.isOver(run.folder())) {
          reproduction.train(run, workers.engine(), TrainingListener.NONE);
          continue;
        }
        lines.println("%s (run %d of %d)".formatted(run.name(), i + 1, wanted.size()));
        lines.flush();
        boolean over;
        int epochs = run.settings().recipe().options().epochs();
        try (TrainingProgress progress =
            new TrainingProgress(run.settings().task().toString(), epochs, lines)) {
          over = reproduction.train(run, workers.engine(), progress);
        }
        if (!over) {
          report.note("stopped; the same command again goes on");
          return;
        }
        write(reproduction, runs);
      }
    }
  }

  /** Writes the page and the Markdown beside it. */
  private Report write(Reproduction reproduction, List<Reproduction.Run> runs) throws IOException {
    Report page =
        new Report(
            commandLine(),
            LocalDate.now(ZoneOffset.UTC).toString(),
            VersionProvider.version(),
            quick,
            reproduction.report(runs));
    WholeFile.write(file(".html"), HtmlReport.of(page));
    WholeFile.write(file(".md"), MarkdownReport.of(page));
    return page;
  }

  private Path file(String ending) {
    return out.resolve((quick ? "quick-" : "") + plan + ending);
  }

  private void tell(Report page) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("page", file(".html").toString());
    facts.put("markdown", file(".md").toString());
    facts.put("runs", page.planned());
    facts.put("finished", page.runs());
    report.print(
        facts,
        "%d of %d runs are finished; the page is %s, its tables are in %s"
            .formatted(page.runs(), page.planned(), file(".html"), file(".md")));
  }

  private String commandLine() {
    List<String> words = new ArrayList<>(List.of("./carrylane", "reproduce", plan.toString()));
    if (data != null) {
      words.addAll(List.of("--data", data.toString()));
    }
    words.addAll(List.of("--seeds", Integer.toString(seeds)));
    if (quick) {
      words.add("--quick");
    }
    return String.join(" ", words);
  }
}
