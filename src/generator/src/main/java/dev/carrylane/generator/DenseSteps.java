package dev.carrylane.generator;

import java.util.ArrayList;
import java.util.List;

/** A class that multiplies blocks stored by rows by a state, one time step after the other. */
final class DenseSteps {
  /** The lanes of each width. */
  private static final List<Integer> LANES = List.of(4, 8, 16);

  /** Blocks of which more than one fit into the widest vector. */
  private static final List<Integer> SMALL_SIZES = List.of(2, 4, 8);

  private static final String PARAMETERS =
      """
            DenseKernel.Operands on,
            int steps,
            int channels,
            int pi,
            int gi,
            int hi,
            float[] state,
            int si,
            float[] scratch,
            int xi) {
      """;

  private static final String PASSED =
      "(on, steps, channels, pi, gi, hi, state, si, scratch, xi);\n";

  private DenseSteps() {}

  static String source() {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        package dev.carrylane.engine.internal.vector;

        import dev.carrylane.engine.internal.kernel.DenseKernel;
        import jdk.incubator.vector.FloatVector;
        import jdk.incubator.vector.IntVector;
        import jdk.incubator.vector.VectorSpecies;

        /**
         * Time steps h = P·h + g with the rows of P on lanes, so that every lane holds a chain. What the chains need
         * at a time is a column of P, which is stored by rows: vectors of it are unzipped, two side by side into the
         * even elements and the odd ones, and those again, until each holds one column.
         *
         * <p>Generated: a method for each number of columns. Each reads what a step needs of g before it writes h
         * there, and the state before a step from where the step before put it.
         */
        final class DenseSteps {
          private static final VectorSpecies<Float> SPECIES = VectorWidth.FLOATS;
          private static final int LANES = VectorWidth.FLOAT_LANES;
          private static final Class<? extends FloatVector> VECTOR = VectorWidth.FLOAT_VECTOR;
          private static final VectorSpecies<Integer> BITS = VectorWidth.INTS;
          private static final Class<? extends IntVector> BIT_VECTOR = VectorWidth.INT_VECTOR;
          private static final int[] EVEN = new int[LANES];
          private static final int[] ODD = new int[LANES];
        """);
    for (int n : SMALL_SIZES) {
      out.append("  private static final int[] PICK%d = pick(%d);\n".formatted(n, n));
    }
    out.append(
        """

          static {
            for (int i = 0; i < LANES; i++) {
              EVEN[i] = 2 * i;
              ODD[i] = 2 * i + 1;
            }
          }

          private DenseSteps() {}

          /** For each j, the lanes of the j-th elements of the blocks that the lanes belong to. */
          private static int[] pick(int n) {
            int[] lanes = new int[n * LANES];
            for (int i = 0; i < lanes.length; i++) {
              lanes[i] = i % LANES / n * n + i / LANES;
            }
            return lanes;
          }
        """);
    SMALL_SIZES.forEach(n -> out.append(small(n)));
    LANES.forEach(n -> out.append(square(n)));
    LANES.stream().filter(n -> n >= 8).forEach(n -> out.append(ragged(n)));
    out.append(
        dispatch(
            "small", "blocks of 2, 4 or 8 that touch, together a vector or more", SMALL_SIZES));
    out.append(dispatch("square", "blocks of one or several vectors, all of them full", LANES));
    out.append(
        dispatch(
            "ragged",
            "other blocks larger than a vector of 8 lanes or more",
            LANES.stream().filter(n -> n >= 8).toList()));
    return out.append("}\n").toString();
  }

  private static String dispatch(String kind, String what, List<Integer> sizes) {
    StringBuilder out =
        new StringBuilder("\n  /** Runs steps, 1 or more, of %s. */\n".formatted(what));
    out.append("  static void %s(\n%s".formatted(kind, PARAMETERS));
    out.append("    switch (%s) {\n".formatted(kind.equals("small") ? "on.n" : "LANES"));
    for (int size : sizes) {
      String label = size == sizes.getLast() ? "default" : "case " + size;
      out.append("      %s -> %s%d%s".formatted(label, kind, size, PASSED));
    }
    return out.append("    }\n  }\n").toString();
  }

  private static final String OPERANDS =
      """
          float[] p = on.p;
          float[] g = on.g;
          float[] h = on.h;
          IntVector even = IntVector.fromArray(BITS, EVEN, 0);
          IntVector odd = IntVector.fromArray(BITS, ODD, 0);
      """;

  private static final String ON =
      """
            pi += on.pStep;
            gi += on.gStep;
            hi += on.hStep;
      """;

  private static String head(String kind, int size) {
    return "\n  private static void %s%d(\n%s%s".formatted(kind, size, PARAMETERS, OPERANDS);
  }

  private static String small(int n) {
    StringBuilder out = new StringBuilder(head("small", n));
    for (int j = 0; j < n; j++) {
      out.append(
          "    IntVector pick%d = IntVector.fromArray(BITS, PICK%d, %d * LANES);\n"
              .formatted(j, n, j));
    }
    out.append(
        """
            int count = channels * %d;
            int tail = count - LANES;
            float[] before = state;
            int bi = si;
            for (int t = 0; t < steps; t++) {
              // The last vector overlaps the one before it; its start goes to safety if h is g.
              VECTOR.cast(FloatVector.fromArray(SPECIES, g, gi + tail)).intoArray(scratch, xi);
              for (int e = 0; e < count; e += LANES) {
                boolean whole = e <= tail;
                int at = whole ? e : tail;
                IntVector x =
                    VECTOR.cast(FloatVector.fromArray(SPECIES, before, bi + at)).reinterpretAsInts();
                FloatVector sum = FloatVector.fromArray(SPECIES, whole ? g : scratch, whole ? gi + e : xi);
        """
            .formatted(n));
    out.append(columns(n, "pi + at * " + n, "LANES"));
    for (int j = 0; j < n; j++) {
      out.append(
          "        sum = c%d.fma(BIT_VECTOR.cast(pick%d).selectFrom(x, x).reinterpretAsFloats(), sum);\n"
              .formatted(j, j));
    }
    out.append("        sum.intoArray(h, hi + at);\n      }\n");
    out.append("      before = h;\n      bi = hi;\n").append(ON).append("    }\n");
    return out.append("    System.arraycopy(before, bi, state, si, count);\n  }\n").toString();
  }

  private static String square(int lanes) {
    StringBuilder out = new StringBuilder(head("square", lanes));
    out.append(
        """
            int n = on.n;
            for (int t = 0; t < steps; t++) {
              for (int c = 0; c < channels; c++) {
                float[] before = t == 0 ? state : h;
                int bi = t == 0 ? si + c * n : hi - on.hStep + c * on.hChannel;
                int gc = gi + c * on.gChannel;
                int hc = hi + c * on.hChannel;
                for (int r = 0; r < n; r += LANES) {
                  int pr = pi + c * on.pChannel + r * n;
                  FloatVector sum = FloatVector.fromArray(SPECIES, g, gc + r);
                  for (int k = 0; k < n; k += LANES) {
        """);
    out.append(columns(lanes, "pr + k", "n").indent(4));
    for (int j = 0; j < lanes; j++) {
      out.append(
          "            sum = c%d.fma(FloatVector.broadcast(SPECIES, before[bi + k + %d]), sum);\n"
              .formatted(j, j));
    }
    out.append(
        "          }\n          VECTOR.cast(sum).intoArray(h, hc + r);\n        }\n      }\n");
    return out.append(ON).append(copyBlocks()).toString();
  }

  private static String ragged(int lanes) {
    StringBuilder out = new StringBuilder(head("ragged", lanes));
    out.append(
        """
            int n = on.n;
            int tail = n - LANES;
            int start = xi + LANES * LANES;
            for (int t = 0; t < steps; t++) {
              for (int c = 0; c < channels; c++) {
                float[] before = t == 0 ? state : h;
                int bi = t == 0 ? si + c * n : hi - on.hStep + c * on.hChannel;
                int gc = gi + c * on.gChannel;
                int hc = hi + c * on.hChannel;
                // The last vector overlaps the one before it; its start goes to safety if h is g.
                VECTOR.cast(FloatVector.fromArray(SPECIES, g, gc + tail)).intoArray(scratch, start);
                for (int e = 0; e < n; e += LANES) {
                  boolean whole = e <= tail;
                  int r = whole ? e : tail;
                  int pr = pi + c * on.pChannel + r * n;
                  FloatVector sum = FloatVector.fromArray(SPECIES, whole ? g : scratch, whole ? gc + e : start);
                  for (int k = 0; k < n; k += LANES) {
                    int kr = Math.min(k, tail);
        """);
    out.append(columns(lanes, "pr + kr", "n").indent(4));
    for (int j = 0; j < lanes; j++) {
      out.append("            c%d.intoArray(scratch, xi + %d * LANES);\n".formatted(j, j));
    }
    out.append(
        """
                    for (int j = k - kr; j < LANES; j++) {
                      FloatVector x = FloatVector.broadcast(SPECIES, before[bi + kr + j]);
                      sum = VECTOR.cast(FloatVector.fromArray(SPECIES, scratch, xi + j * LANES)).fma(x, sum);
                    }
                  }
                  VECTOR.cast(sum).intoArray(h, hc + r);
                }
              }
        """);
    return out.append(ON).append(copyBlocks()).toString();
  }

  private static String copyBlocks() {
    return """
        }
        for (int c = 0; c < channels; c++) {
          System.arraycopy(h, hi - on.hStep + c * on.hChannel, state, si + c * n, n);
        }
      }
    """;
  }

  /**
   * Loads so many vectors from p and unzips them into columns c0, c1, …. They are selected as whole numbers: where
   * there is no AVX-512, the JIT has no selection from two vectors of double.
   */
  private static String columns(int count, String at, String step) {
    StringBuilder out = new StringBuilder();
    List<String> names = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      names.add("p" + k);
      out.append(
          """
                  IntVector p%d =
                      VECTOR.cast(FloatVector.fromArray(SPECIES, p, %s%s)).reinterpretAsInts();
          """
              .formatted(k, at, times(k, step)));
    }
    unzip(out, names, 0, 1, "p");
    return out.toString();
  }

  /** The vectors hold the columns first, first + step, …; a vector's name says which it has elements of. */
  private static void unzip(
      StringBuilder out, List<String> names, int first, int step, String prefix) {
    if (names.size() == 1) {
      return;
    }
    for (int half = 0; half < 2; half++) {
      String part = prefix + (half == 0 ? "e" : "o");
      List<String> halves = new ArrayList<>();
      boolean isColumn = names.size() == 2;
      for (int m = 0; m < names.size() / 2; m++) {
        String selected =
            "BIT_VECTOR.cast(%s).selectFrom(%s, %s)"
                .formatted(half == 0 ? "even" : "odd", names.get(2 * m), names.get(2 * m + 1));
        halves.add(part + m);
        out.append(
            isColumn
                ? "        FloatVector c%d = VECTOR.cast(%s.reinterpretAsFloats());\n"
                    .formatted(first + half * step, selected)
                : "        IntVector %s = %s;\n".formatted(part + m, selected));
      }
      unzip(out, halves, first + half * step, 2 * step, part);
    }
  }

  private static String times(int factor, String unit) {
    return factor == 0 ? "" : factor == 1 ? " + " + unit : " + " + factor + " * " + unit;
  }
}
