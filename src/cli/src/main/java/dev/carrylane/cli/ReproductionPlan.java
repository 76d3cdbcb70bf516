package dev.carrylane.cli;

import static dev.carrylane.tasks.recipes.Architecture.CLRNN;
import static dev.carrylane.tasks.recipes.Architecture.CLRNN_CNN;
import static dev.carrylane.tasks.recipes.Architecture.CLRNN_EXACT;
import static dev.carrylane.tasks.recipes.Architecture.CLRNN_EXACT_JOINT;
import static dev.carrylane.tasks.recipes.Architecture.CLRNN_EXACT_MATRIX;
import static dev.carrylane.tasks.recipes.Architecture.CLRNN_EXACT_SIGNED;
import static dev.carrylane.tasks.recipes.Architecture.CLRNN_RNN;
import static dev.carrylane.tasks.recipes.Architecture.CLRNN_SHORTCUT;
import static dev.carrylane.tasks.recipes.Architecture.CLRNN_WIDE;
import static dev.carrylane.tasks.recipes.Architecture.CLRNN_WIDE_DROPOUT;
import static dev.carrylane.tasks.recipes.Architecture.CLRNN_WIDE_RELU;
import static dev.carrylane.tasks.recipes.Architecture.CLRNN_WIDE_RELU_DROPOUT;
import static dev.carrylane.tasks.recipes.Architecture.GRU;
import static dev.carrylane.tasks.recipes.Architecture.LRU;
import static dev.carrylane.tasks.recipes.Architecture.LSTM;
import static dev.carrylane.tasks.recipes.Architecture.MINGRU;
import static dev.carrylane.tasks.recipes.Architecture.RNN;
import static dev.carrylane.tasks.recipes.Architecture.TCN;

import dev.carrylane.cli.report.Measure;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.recipes.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which models are trained for which tables. */
enum ReproductionPlan {
  JSB,
  NOTTINGHAM,
  SMNIST,
  CHAR,
  SYNTHETIC,
  ALL;

  private static final List<Architecture> MUSIC =
      List.of(TCN, CLRNN, LSTM, RNN, CLRNN_EXACT, MINGRU, LRU, GRU);
  private static final List<Architecture> DIGITS =
      List.of(
          TCN,
          CLRNN,
          CLRNN_WIDE,
          CLRNN_WIDE_RELU,
          CLRNN_WIDE_DROPOUT,
          CLRNN_WIDE_RELU_DROPOUT,
          CLRNN_SHORTCUT,
          CLRNN_CNN,
          CLRNN_RNN,
          LSTM,
          RNN,
          CLRNN_EXACT);
  private static final List<Architecture> EVERY =
      List.of(
          CLRNN_EXACT,
          CLRNN_EXACT_SIGNED,
          CLRNN_EXACT_MATRIX,
          CLRNN,
          MINGRU,
          LRU,
          TCN,
          GRU,
          LSTM,
          RNN);

  private static final List<Integer> LENGTHS =
      List.of(10, 20, 40, 100, 200, 500, 1000, 2000, 5000, 10_000);
  private static final List<Integer> LONGER = LENGTHS.subList(1, LENGTHS.size());

  /** The name as it stands on the command line and in names of files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<PlannedTable> tables() {
    return switch (this) {
      case JSB ->
          List.of(music("JSB Chorales", Task.JSB), joint("JSB Chorales, joint notes", Task.JSB));
      case NOTTINGHAM ->
          List.of(
              music("Nottingham", Task.NOTTINGHAM),
              joint("Nottingham, joint notes", Task.NOTTINGHAM));
      case SMNIST ->
          List.of(
              new PlannedTable(
                  "smnist",
                  "Sequential MNIST",
                  "A digit is told after its 784 pixels, one at a time. The paper’s models have a single hidden unit, or"
                      + " one cell over the whole image, and a linear layer over all 784 outputs.",
                  Task.SMNIST,
                  Measure.ACCURACY,
                  DIGITS,
                  List.of()),
              new PlannedTable(
                  "pmnist",
                  "Permuted MNIST",
                  "The same with the pixels in an order that is the same for all images and otherwise random.",
                  Task.PMNIST,
                  Measure.ACCURACY,
                  List.of(CLRNN, LSTM, CLRNN_EXACT),
                  List.of()));
      case CHAR ->
          List.of(
              new PlannedTable(
                  "char",
                  "Characters of Shakespeare",
                  "The next character of tinyshakespeare.txt: the first 90 % to train on, 5 % for validation, 5 % for the test;"
                      + " models of about equal size.",
                  Task.CHAR,
                  Measure.BITS,
                  List.of(CLRNN, CLRNN_EXACT, MINGRU, LSTM),
                  List.of()));
      case SYNTHETIC -> synthetic();
      case ALL -> {
        List<PlannedTable> all = new ArrayList<>();
        for (ReproductionPlan plan : values()) {
          if (plan != ALL) {
            all.addAll(plan.tables());
          }
        }
        yield all;
      }
    };
  }

  private static PlannedTable music(String title, Task task) {
    return new PlannedTable(
        task.toString(),
        title,
        "Each frame of 88 notes is predicted from those before it, every note on its own. The first four models have the"
            + " paper’s sizes and settings.",
        task,
        Measure.LIKELIHOOD,
        MUSIC,
        List.of());
  }

  private static PlannedTable joint(String title, Task task) {
    return new PlannedTable(
        task + "-joint",
        title,
        "Each note is predicted from the frames before it and from the lower notes of its own frame.",
        task,
        Measure.LIKELIHOOD,
        List.of(CLRNN_EXACT_JOINT),
        List.of());
  }

  private static List<PlannedTable> synthetic() {
    return List.of(
        drawn(
            Task.ADDITION,
            "Binary addition",
            "Two numbers go in bit by bit, their sum comes out with them. Trained on at most 20 bits, tested on 10,000.",
            Measure.ACCURACY,
            LENGTHS),
        drawn(
            Task.PARITY,
            "Parity",
            "Whether the ones so far are odd in number. Trained on at most 40 bits, tested on 1,000.",
            Measure.ACCURACY,
            LENGTHS),
        drawn(
            Task.MOD3,
            "Sum modulo 3",
            "The sum of the digits so far, modulo 3. Trained on at most 40 digits, tested on 1,000.",
            Measure.ACCURACY,
            LENGTHS),
        drawn(
            Task.ADDING,
            "Adding problem, T = 600",
            "The sum of the two marked ones of 600 numbers. Always saying 1 has an error of 0.167.",
            Measure.SQUARED_ERROR,
            List.of()),
        drawn(
            Task.COPY,
            "Copy memory, T = 500",
            "Ten symbols of eight kinds are said again after 500 blanks.",
            Measure.ACCURACY,
            LONGER),
        drawn(
            Task.SELECTIVE_COPY,
            "Selective copying",
            "Sixteen symbols that stand among noise are said again in their order.",
            Measure.ACCURACY,
            LONGER));
  }

  private static PlannedTable drawn(
      Task task, String title, String text, Measure measure, List<Integer> lengths) {
    return new PlannedTable(task.toString(), title, text, task, measure, EVERY, lengths);
  }

  /** A few words for those who do not know the name. */
  static String note(Architecture architecture) {
    return switch (architecture) {
      case RNN -> "Elman’s recurrence";
      case LSTM -> "long short-term memory";
      case GRU -> "gated recurrent unit";
      case TCN -> "temporal convolutions";
      case CLRNN -> "carry-lookahead, the paper’s";
      case CLRNN_SHORTCUT -> "a sum in the place of the cell";
      case CLRNN_WIDE -> "one cell over all 784 pixels; sees later ones";
      case CLRNN_WIDE_RELU -> "the same with ReLU";
      case CLRNN_WIDE_DROPOUT -> "the same with dropout";
      case CLRNN_WIDE_RELU_DROPOUT -> "the same with ReLU and dropout";
      case CLRNN_CNN -> "the same with a convolutional head";
      case CLRNN_RNN -> "the same with a recurrent head";
      case CLRNN_LSTM -> "with an LSTM behind the cell";
      case CLRNN_EXACT -> "exact carry, gates from 0 to 1";
      case CLRNN_EXACT_SIGNED -> "exact carry, gates from −1 to 1";
      case CLRNN_EXACT_MATRIX -> "exact carry, matrices for gates";
      case MINGRU -> "minimal gated recurrent unit";
      case CLRNN_EXACT_JOINT -> "exact carry, notes given lower ones";
      case LRU -> "linear recurrent unit";
      default -> "";
    };
  }
}
