package dev.carrylane.cli;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.KernelState;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.activation.GruCell;
import dev.carrylane.engine.activation.LogSoftmax;
import dev.carrylane.engine.activation.LstmCell;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.scan.AffineScan;
import java.util.List;

/** Uses each kernel that layers need, on tiny operands, and waits until the JIT has compiled it. */
final class KernelTrial {
  private static final int SIZE = 16;

  private KernelTrial() {}

  static List<KernelState> of(Backend backend) {
    float[] x = new float[4 * SIZE * SIZE];
    float[] y = new float[4 * SIZE * SIZE];
    float[] z = new float[SIZE * SIZE];
    PackedWeights weights = PackedWeights.ofOutputRows(backend, SIZE, SIZE, x, 0, SIZE, null, 0);
    Engine engine = Engine.of(backend);
    Gemm gemm = Gemm.on(engine);
    for (int rows : new int[] {1, 2, SIZE}) {
      gemm.multiply(rows, x, 0, SIZE, weights, y, 0, SIZE, Activation.NONE);
    }
    for (Activation activation : Activation.values()) {
      Elementwise.apply(backend, activation, x, 0, y, 0, SIZE);
    }
    Elementwise.exp(backend, x, 0, y, 0, SIZE);
    LogSoftmax.logSoftmax(backend, 1, SIZE, x, 0, SIZE, y, 0, SIZE);
    LstmCell.update(backend, 1, SIZE, x, 0, 4 * SIZE, y, 0, SIZE, z, 0, SIZE);
    GruCell.update(backend, 1, SIZE, x, 0, 3 * SIZE, y, 0, 3 * SIZE, z, 0, SIZE, z, 0, SIZE);
    float[] p = new float[64 * SIZE];
    float[] g = new float[64 * SIZE];
    for (int channels : new int[] {1, SIZE}) {
      AffineScan.on(engine).run(64, channels, p, g, g);
    }
    backend.warmUp();
    return backend.kernels();
  }
}
