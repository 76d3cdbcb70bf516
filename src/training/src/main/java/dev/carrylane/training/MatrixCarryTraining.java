package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.scan.DenseAffineScan;
import dev.carrylane.engine.scan.DenseAffineScanGradient;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.network.layer.ExactCarry;

/**
 * Trains {@link ExactCarry} with a matrix for each block of channels. Logits are computed choice by choice, each choice of all rows of
 * all blocks in an array of its own, so that softmax and its derivative run over elements at the same place.
 */
final class MatrixCarryTraining extends LayerTraining {
  private final int n;
  private final boolean coupled;

  /** By choice. */
  private final LinearMap[] propagate;

  private final LinearMap generate;

  MatrixCarryTraining(ExactCarry layer, String prefix, int inputs, ParameterSlices slices) {
    super(inputs, layer.channels(), layer.channels());
    n = layer.block();
    coupled = layer.coupled();
    propagate = new LinearMap[coupled ? n + 1 : n];
    for (int choice = 0; choice < propagate.length; choice++) {
      propagate[choice] =
          LinearMap.every(propagate.length, choice, prefix + "propagate.", inputs, outputs, slices);
    }
    generate = LinearMap.of(prefix + "generate.", inputs, outputs, true, slices);
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(this, engine, at);
  }

  private static final class Pass extends ScanPass {
    private final MatrixCarryTraining layer;
    private final Engine engine;
    private final Gemm gemm;
    private final DenseAffineScan scan;
    private final DenseAffineScanGradient scanGradient;
    private final int channels;
    private final int n;

    /** By choice, its share in every row of a block. */
    private final float[][] shares;

    private final float[][] dShares;

    /** Matrices, and the derivative by them. */
    private float[] p = {};

    private float[] dp = {};

    /** Generate before the gate has its say. */
    private float[] generated = {};

    /** What rows have in common. */
    private float[] common = {};

    Pass(MatrixCarryTraining layer, Engine engine, int at) {
      super(at, layer.outputs);
      this.layer = layer;
      this.engine = engine;
      gemm = Gemm.on(engine);
      channels = layer.outputs;
      n = layer.n;
      scan = DenseAffineScan.on(engine, n, ScanSchedule.SERIAL_TIME);
      scanGradient = DenseAffineScanGradient.on(engine, n);
      shares = new float[layer.propagate.length][0];
      dShares = new float[shares.length][0];
    }

    @Override
    void reserve(int rows, int sequences) {
      super.reserve(rows, sequences);
      for (int choice = 0; choice < shares.length; choice++) {
        shares[choice] = Growing.frames(shares[choice], rows, channels);
        dShares[choice] = Growing.frames(dShares[choice], rows, channels);
      }
      p = Growing.frames(p, rows, channels * n);
      dp = Growing.frames(dp, rows, channels * n);
      generated = Growing.frames(generated, rows, channels);
      common = Growing.frames(common, rows, channels);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      int rows = shard.rows;
      int length = rows * channels;
      for (int choice = 0; choice < shares.length; choice++) {
        layer.propagate[choice].forward(gemm, layer.weights, rows, x, shares[choice]);
      }
      layer.generate.forward(gemm, layer.weights, rows, x, generated);
      Elementwise.tanh(engine.backend(), generated, 0, generated, 0, length);
      softmax(length);
      for (int choice = 0; choice < n; choice++) {
        spread(shares[choice], p, choice, n, length);
      }
      if (layer.coupled) {
        multiply(generated, shares[n], y, length);
      } else {
        System.arraycopy(generated, 0, y, 0, length);
      }
      scan(shard, y);
    }

    /** Sums are added in the order of the choices. */
    private void softmax(int length) {
      System.arraycopy(shares[0], 0, common, 0, length);
      for (int choice = 1; choice < shares.length; choice++) {
        maximum(common, shares[choice], length);
      }
      for (float[] share : shares) {
        subtract(share, common, length);
        Elementwise.exp(engine.backend(), share, 0, share, 0, length);
      }
      System.arraycopy(shares[0], 0, common, 0, length);
      for (int choice = 1; choice < shares.length; choice++) {
        Elements.add(shares[choice], common, length);
      }
      for (float[] share : shares) {
        divide(share, common, length);
      }
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      int rows = shard.rows;
      int length = rows * channels;
      scanBackward(shard, y, dy);
      for (int choice = 0; choice < n; choice++) {
        gather(dp, choice, n, dShares[choice], length);
      }
      if (layer.coupled) {
        multiply(dy, generated, dShares[n], length);
        multiply(dy, shares[n], dy, length);
      }
      softmaxBackward(length);
      Elements.throughActivation(Activation.TANH, generated, dy, length);
      for (int choice = 0; choice < shares.length; choice++) {
        layer.propagate[choice].gradient(gemm, rows, x, dShares[choice], gradient);
      }
      layer.generate.gradient(gemm, rows, x, dy, gradient);
      if (dx != null) {
        layer.generate.backward(gemm, layer.weights, rows, dy, dx);
        for (int choice = 0; choice < shares.length; choice++) {
          layer.propagate[choice].addBackward(gemm, layer.weights, rows, dShares[choice], dx);
        }
      }
    }

    /** Turns derivatives by shares into those by logits. */
    private void softmaxBackward(int length) {
      multiply(shares[0], dShares[0], common, length);
      for (int choice = 1; choice < shares.length; choice++) {
        addProduct(shares[choice], dShares[choice], common, length);
      }
      for (int choice = 0; choice < shares.length; choice++) {
        center(shares[choice], common, dShares[choice], length);
      }
    }

    @Override
    void scan(
        int steps, int row, float[] before, int beforeAt, float[] h, float[] after, int afterAt) {
      int c = channels;
      int from = row * c;
      int wide = c * n;
      scan.run(
          steps,
          c / n,
          p,
          row * wide,
          wide,
          h,
          from,
          c,
          before,
          beforeAt,
          h,
          from,
          c,
          after,
          afterAt);
    }

    @Override
    void scanBackward(int steps, int row, float[] before, int beforeAt, float[] h, float[] dh) {
      int c = channels;
      int from = row * c;
      int wide = c * n;
      int blocks = row * wide;
      scanGradient.run(
          steps, c / n, p, blocks, wide, h, from, c, before, beforeAt, dh, from, dp, blocks, dh,
          from, c);
    }

    private static void maximum(float[] greatest, float[] x, int length) {
      for (int i = 0; i < length; i++) {
        greatest[i] = Math.max(greatest[i], x[i]);
      }
    }

    private static void subtract(float[] x, float[] y, int length) {
      for (int i = 0; i < length; i++) {
        x[i] -= y[i];
      }
    }

    private static void divide(float[] x, float[] y, int length) {
      for (int i = 0; i < length; i++) {
        x[i] /= y[i];
      }
    }

    private static void multiply(float[] x, float[] y, float[] product, int length) {
      for (int i = 0; i < length; i++) {
        product[i] = x[i] * y[i];
      }
    }

    private static void addProduct(float[] x, float[] y, float[] sum, int length) {
      for (int i = 0; i < length; i++) {
        sum[i] = Math.fma(x[i], y[i], sum[i]);
      }
    }

    private static void center(float[] share, float[] mean, float[] d, int length) {
      for (int i = 0; i < length; i++) {
        d[i] = share[i] * (d[i] - mean[i]);
      }
    }

    private static void spread(float[] x, float[] p, int at, int step, int length) {
      for (int i = 0; i < length; i++) {
        p[at + i * step] = x[i];
      }
    }

    private static void gather(float[] p, int at, int step, float[] x, int length) {
      for (int i = 0; i < length; i++) {
        x[i] = p[at + i * step];
      }
    }
  }
}
