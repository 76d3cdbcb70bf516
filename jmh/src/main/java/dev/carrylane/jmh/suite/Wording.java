package dev.carrylane.jmh.suite;

import java.util.Map;

/** What parameters are called on the page. */
final class Wording {
  private static final Map<String, String> MODELS =
      Map.of(
          "clrnn", "CL-RNN of the paper",
          "clrnn-dropout", "CL-RNN of the paper",
          "clrnn-exact", "two exact carries of 200",
          "music-lstm", "LSTM of 210 units",
          "silero", "Silero VAD, a chunk of 512 samples");

  private static final Map<String, String> KINDS =
      Map.of(
          "lstm", "LSTM",
          "gru", "GRU",
          "rnn", "Elman RNN",
          "exact-carry", "exact carry",
          "exact-carry-matrix", "exact carry with a matrix gate",
          "min-gru", "minGRU",
          "min-lstm", "minLSTM",
          "lru", "linear recurrent unit");

  private Wording() {}

  /** One of {@link dev.carrylane.jmh.Models}. */
  static String model(String name) {
    String known = MODELS.get(name);
    if (known != null) {
      return known;
    }
    boolean rounded = name.endsWith("-bfloat16");
    String cell = rounded ? name.substring(0, name.lastIndexOf('-')) : name;
    int dash = cell.lastIndexOf('-');
    String words = layer(cell.substring(0, dash), cell.substring(dash + 1));
    return rounded ? words + ", weights in bfloat16" : words;
  }

  /** A kind of layer and its width. */
  static String layer(String kind, String units) {
    return KINDS.get(kind) + " of " + units + " units";
  }

  /** A number and what it counts. */
  static String count(String number, String one) {
    return number + " " + (number.equals("1") ? one : one + "s");
  }
}
