package dev.carrylane.cli.report;

import java.util.HashMap;
import java.util.Map;

/**
 * What the authors' logs say, on the test split, and what others reach.
 *
 * <p>Jiang, Qin, Cao, Peng, Shao: "Recurrent Neural Network from Adder's Perspective: Carry-lookahead RNN", Neural Networks 144, 2021
 * (arXiv 2106.12901); logs in github.com/WinnieJiangHW/Carry-lookahead_RNN.
 */
public final class PublishedFigures {
  /** Where they are from, for the page. */
  static final String SOURCE =
      "The authors' figures are those of the logs in github.com/WinnieJiangHW/Carry-lookahead_RNN, the implementation of"
          + " Jiang, Qin, Cao, Peng, Shao: “Recurrent Neural Network from Adder’s Perspective: Carry-lookahead RNN”,"
          + " Neural Networks 144, 2021 (arXiv 2106.12901).";

  private static final Map<String, Published> FIGURES = new HashMap<>();
  private static final Map<String, String> OTHERS = new HashMap<>();

  static {
    music("tcn", 417_988, 9.158, 3.305);
    music("clrnn", 453_988, 8.565, 2.776);
    music("lstm", 157_288, 8.442, 3.567);
    music("rnn", 49_288, 8.707, 3.506);

    digits("tcn", 11.35);
    digits("clrnn", 94.72);
    digits("clrnn-wide", 98.02);
    digits("clrnn-wide-relu", 97.71);
    digits("clrnn-wide-dropout", 98.05);
    digits("clrnn-wide-relu-dropout", 97.72);
    digits("clrnn-shortcut", 92.58);
    digits("clrnn-cnn", 96.51);
    digits("clrnn-rnn", 97.87);
    digits("lstm", 93.68);
    digits("rnn", 92.83);

    OTHERS.put("jsb", "Others, independent notes: TCN 8.10 (Bai, Kolter, Koltun, 2018).");
    OTHERS.put(
        "nottingham",
        "Others, independent notes: TCN 3.07 (Bai, Kolter, Koltun, 2018), R-Transformer 2.37 (Wang et al., 2019).");
    OTHERS.put(
        "jsb-joint", "Others: RNN-NADE 5.19 (Boulanger-Lewandowski, Bengio, Vincent, 2012).");
    OTHERS.put(
        "nottingham-joint",
        "Others: RNN-NADE 2.31 (Boulanger-Lewandowski, Bengio, Vincent, 2012).");
    OTHERS.put("smnist", "Others: TCN 99.0 % (Bai, Kolter, Koltun, 2018), S4 and its kin 99.6 %.");
    OTHERS.put("pmnist", "Others: TCN 97.2 % (Bai, Kolter, Koltun, 2018), S4 98.7 %.");
    OTHERS.put("adding", "Others: TCN 5.8e-5 (Bai, Kolter, Koltun, 2018).");
  }

  private PublishedFigures() {}

  private static void music(String architecture, long parameters, double jsb, double nottingham) {
    FIGURES.put("jsb " + architecture, new Published(jsb, parameters));
    FIGURES.put("nottingham " + architecture, new Published(nottingham, parameters));
  }

  private static void digits(String architecture, double percent) {
    FIGURES.put("smnist " + architecture, new Published(percent / 100, 0));
  }

  /**
   * The authors' figure of a model.
   *
   * @param task the task, as on the command line
   * @param architecture the model, as on the command line
   * @return the figure; null if they have none
   */
  public static Published of(String task, String architecture) {
    return FIGURES.get(task + " " + architecture);
  }

  /**
   * What others reach.
   *
   * @param table the table's id
   * @return a sentence; empty if nothing is known
   */
  public static String others(String table) {
    return OTHERS.getOrDefault(table, "");
  }
}
