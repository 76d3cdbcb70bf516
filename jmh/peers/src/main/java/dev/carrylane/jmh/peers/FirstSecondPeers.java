package dev.carrylane.jmh.peers;

import ai.onnxruntime.OrtEnvironment;
import dev.carrylane.jmh.cold.FirstSecond;
import dev.carrylane.jmh.cold.Peer;
import java.util.List;

/** The first second of new JVMs, with ONNX Runtime beside Carrylane. */
public final class FirstSecondPeers {
  static final Peer ONNX_RUNTIME =
      new Peer(
          "onnx",
          OnnxCell::of,
          OnnxLstmSteps.class,
          List.of(OrtEnvironment.class),
          List.of("--enable-native-access=ALL-UNNAMED"));

  private FirstSecondPeers() {}

  /**
   * Measures, and ends the JVM.
   *
   * @param args the command line
   * @throws InterruptedException if it is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    System.exit(FirstSecond.run(ONNX_RUNTIME, args));
  }
}
