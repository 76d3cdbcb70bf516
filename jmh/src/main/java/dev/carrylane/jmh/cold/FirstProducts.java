package dev.carrylane.jmh.cold;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.Transpose;

/** Run in a new JVM: products of square matrices. Arguments: their size, and how many products. */
final class FirstProducts {
  private FirstProducts() {}

  public static void main(String[] args) {
    int size = Integer.parseInt(args[0]);
    int count = Integer.parseInt(args[1]);
    float[] a = new float[size * size];
    float[] b = new float[size * size];
    float[] c = new float[size * size];
    for (int i = 0; i < a.length; i++) {
      a[i] = Inputs.value(0, i);
      b[i] = Inputs.value(1, i);
    }
    long[] ends = new long[count];

    long start = System.nanoTime();
    Gemm gemm = Gemm.on(Engine.singleThreaded());
    long made = System.nanoTime();
    for (int i = 0; i < count; i++) {
      gemm.multiply(Transpose.NONE, size, size, size, a, 0, size, b, 0, size, c, 0, size);
      ends[i] = System.nanoTime();
    }

    long worstLater = 0;
    for (int i = 1; i < count; i++) {
      worstLater = Math.max(worstLater, ends[i] - ends[i - 1]);
    }
    new Figures(Backend.active().name(), c[c.length - 1])
        .addMoment("since-start", ends[0])
        .add("first", ends[0] - start)
        .add("worst", Math.max(ends[0] - made, worstLater))
        .add("worst-later", worstLater)
        .add("total", ends[count - 1] - start)
        .print();
  }
}
