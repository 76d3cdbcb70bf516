package dev.carrylane.engine.gemm;

import dev.carrylane.engine.Backend;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs weights again and again, in a JVM whose direct memory holds a few of them. Started by {@link WeightsMemoryTest}.
 */
final class ReloadedWeights {
  private static final int SIZE = 1024;
  private static final int TIMES = 120;
  private static final float[] MATRIX = new float[SIZE * SIZE];

  private ReloadedWeights() {}

  private static PackedWeights pack() {
    Backend backend = Backend.vector().orElseThrow();
    return PackedWeights.ofOutputRows(backend, SIZE, SIZE, MATRIX, null);
  }

  /** With what becomes of the weights: {@code closed}, {@code forgotten} or {@code kept}. */
  public static void main(String[] arguments) {
    switch (arguments[0]) {
      case "closed" -> {
        for (int time = 0; time < TIMES; time++) {
          pack().close();
        }
      }
      case "forgotten" -> {
        for (int time = 0; time < TIMES; time++) {
          pack();
        }
      }
      default -> {
        List<PackedWeights> kept = new ArrayList<>();
        try {
          for (int time = 0; time < TIMES; time++) {
            kept.add(pack());
          }
        } catch (OutOfMemoryError full) {
          System.out.println(full.getMessage());
        }
        kept.removeLast().close();
        kept.add(pack());
      }
    }
    System.out.println("all packed");
  }
}
