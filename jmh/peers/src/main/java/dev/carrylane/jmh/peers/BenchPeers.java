package dev.carrylane.jmh.peers;

import ai.onnxruntime.OrtEnvironment;
import dev.carrylane.jmh.bench.Bench;
import dev.carrylane.jmh.cold.Peer;
import java.util.List;

/** The command {@code carrylane bench --peers}. */
public final class BenchPeers {
  static final Peer ONNX_RUNTIME =
      new Peer(
          "onnx",
          OnnxCell::of,
          OnnxLstmSteps.class,
          List.of(OrtEnvironment.class),
          List.of("--enable-native-access=ALL-UNNAMED"));

  private BenchPeers() {}

  /**
   * Measures, and ends the JVM.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    Bench.main(ONNX_RUNTIME, args);
  }
}
