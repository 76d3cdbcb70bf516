import java.util.ArrayList;
import java.util.List;

/**
 * A scan of one channel with its time steps on lanes, in registers: the doubling of Kogge and Stone ("A
 * parallel algorithm for the efficient solution of a general class of recurrence equations", IEEE
 * Transactions on Computers C-22, 1973).
 *
 * <p>The window of step i of length w is the map from the state before step i − w + 1 to that after step i.
 * Windows of twice the length are windows combined with those w steps earlier, which lie w lanes further
 * down, in the same register or the one before. Windows as long as a tile, 512 bits, take the state of the
 * tile before to that of this one, lane for lane: the only chain from tile to tile is that one fma.
 *
 * <p>A tile is one register of 512 bits, two of 256 or four of 128, so that the same operations happen in
 * each width.
 */
record KoggeStone(String type, int registers) {
  static final List<KoggeStone> ALL = new ArrayList<>();

  static {
    for (int registers : new int[] {1, 2, 4}) {
      ALL.add(new KoggeStone("Float", registers));
      ALL.add(new KoggeStone("Double", registers));
    }
  }

  String className() {
    return type + "KoggeStoneBy" + registers;
  }

  private boolean isDouble() {
    return type.equals("Double");
  }

  private String bits() {
    return isDouble() ? "Long" : "Int";
  }

  /**
   * What is before the first step is not in memory, so that the first tile takes its neighbours by a
   * selection, and the others, which is faster, by a load. With several registers a second copy of the tile is
   * more than the JIT is sure to inline (what it leaves out allocates), and every tile selects.
   */
  private boolean peelsFirst() {
    return registers == 1;
  }

  private int tile() {
    return isDouble() ? 8 : 16;
  }

  private int lanes() {
    return tile() / registers;
  }

  String source() {
    StringBuilder out = new StringBuilder("package dev.carrylane.engine.internal.vector;\n\n");
    for (String each : List.of(type + "Vector", bits() + "Vector", "VectorOperators", "VectorSpecies")) {
      out.append("import jdk.incubator.vector.%s;\n".formatted(each));
    }
    out.append(
        """

        /**
         * Scans of one channel with its steps on lanes, %d steps in %d registers.
         *
         * <p>Generated; a method for each direction. Two registers are shifted into each other by a selection
         * from both. At 16 lanes a step of 16 takes 9 multiplications, 6 selections and 2 operations for the
         * test on the same two ports: 8.5 cycles. In a loop of its own it runs at 6.3 G elements/s (6.1 times the
         * serial loop), a whole scan of 4096 steps at 4.2 to 4.4 times: every selection needs two copies of
         * registers, 50 instructions a tile in all, and not all copies are free. Tried and slower, in that
         * loop: tiles that begin anew and take the carry by a broadcast (5.9), windows of 4 kept in memory for the
         * longer ones (5.0), selection by vectors of float (3.5), 256 bits at a time on three ports (6.2, bound by
         * the number of instructions), a test after every 16 tiles (3.7: the
         * JIT then checks ranges again). No faster: 2 or 4 tiles in a turn (6.2, 6.4).
         */
        final class %s {
          private static final VectorSpecies<%s> SPECIES = VectorWidth.%s;
          private static final VectorSpecies<%s> BITS = VectorWidth.%s;
          private static final int LANES = %d;

        """
            .formatted(
                tile(),
                registers,
                className(),
                type,
                isDouble() ? "DOUBLES" : "FLOATS",
                isDouble() ? "Long" : "Integer",
                isDouble() ? "LONGS" : "INTS",
                lanes()));
    for (int d = 1; d < lanes(); d *= 2) {
      out.append("  private static final %sVector DOWN_%d = lanes(LANES - %d);\n".formatted(bits(), d, d));
      out.append("  private static final %sVector UP_%d = lanes(%d);\n".formatted(bits(), d, d));
    }
    String element = bits().toLowerCase();
    out.append(
        """

          private %s() {}

          /** Consecutive lanes of two registers. */
          private static %sVector lanes(int first) {
            %s[] lanes = new %s[LANES];
            for (int i = 0; i < LANES; i++) {
              lanes[i] = first + i;
            }
            return %sVector.fromArray(BITS, lanes, 0);
          }
        """
            .formatted(className(), bits(), element, element, bits()));
    for (boolean forward : new boolean[] {true, false}) {
      out.append(method(forward, true));
      out.append(method(forward, false));
    }
    return out.append("}\n").toString();
  }

  /**
   * One method.
   *
   * @param stored whether every tile goes to h, or the last alone
   */
  private String method(boolean forward, boolean stored) {
    StringBuilder out = new StringBuilder();
    String array = type.toLowerCase() + "[]";
    out.append(
        """

          /**
           * Scans whole tiles %s; %s.
           *
           * @param tiles how many, at least 1
           * @param pAt the lowest element of the first tile
           * @return whether the result is good
           */
          static boolean %s(
              int tiles, %s p, int pAt, %s g, int gAt, %s h, int hAt, %s state, int stateAt) {
        """
            .formatted(
                forward ? "forward" : "backward, each lower in memory than the one before",
                stored ? "h receives every state" : "h receives the states of the last tile",
                (forward ? "forward" : "backward") + (stored ? "" : "Last"),
                array,
                array,
                array,
                array));
    String vector = type + "Vector";
    out.append("    %s one = %s.broadcast(SPECIES, 1);\n".formatted(vector, vector));
    out.append("    %s zero = %s.broadcast(SPECIES, 0);\n".formatted(vector, vector));
    for (int r = 0; r < registers; r++) {
      out.append("    %s h%d = %s.broadcast(SPECIES, state[stateAt]);\n".formatted(vector, r, vector));
    }
    for (int w = peelsFirst() ? 2 : 1; w < tile(); w *= 2) {
      for (int r = 0; r < registers; r++) {
        out.append("    %s p%d_%dOld = one;\n".formatted(vector, w, r));
        out.append("    %s g%d_%dOld = zero;\n".formatted(vector, w, r));
      }
    }
    out.append("    %sVector smallest = one.reinterpretAs%ss();\n".formatted(bits(), bits()));
    out.append("    %sVector largest = zero.reinterpretAs%ss();\n".formatted(bits(), bits()));
    if (peelsFirst()) {
      out.append("    {\n").append(tileBody(forward, stored, true)).append("    }\n");
    }
    out.append("    int steps = tiles * %d;\n".formatted(tile()));
    out.append("    for (int t = %d; t < steps; t += %d) {\n".formatted(peelsFirst() ? tile() : 0, tile()));
    out.append(tileBody(forward, stored, false));
    out.append("    }\n");
    if (stored) {
      out.append("    hAt %s= steps - %d;\n".formatted(forward ? "+" : "-", tile()));
    }
    if (peelsFirst() || !stored) {
      out.append(store(forward, "hAt"));
    }
    out.append("    if (%s) {\n      return false;\n    }\n".formatted(bad()));
    String exponent = isDouble() ? "0x7ff0000000000000L" : "0x7f800000";
    for (int r = 0; r < registers; r++) {
      out.append(
          "    %sVector e%d = h%d.reinterpretAs%ss().and(%s);\n"
              .formatted(bits(), r, r, bits(), exponent));
      out.append(
          "    if (e%d.compare(VectorOperators.EQ, %s).anyTrue()) {\n      return false;\n    }\n"
              .formatted(r, exponent));
    }
    out.append("    state[stateAt] = h[hAt%s];\n".formatted(forward ? " + " + (tile() - 1) : ""));
    return out.append("    return true;\n  }\n").toString();
  }

  private String bad() {
    String below = isDouble() ? "1L << 61" : "1 << 29";
    String above = isDouble() ? "1L << 62" : "1 << 30";
    return "(smallest.reduceLanes(VectorOperators.AND) & (%s)) == 0 || (largest.reduceLanes(VectorOperators.OR) & (%s)) != 0"
        .formatted(below, above);
  }

  /** Registers are counted in the direction of time: register 0 holds a tile's first steps. */
  private String tileBody(boolean forward, boolean stored, boolean first) {
    String time = first ? "" : forward ? " + t" : " - t";
    StringBuilder out = new StringBuilder();
    String vector = type + "Vector";
    for (int r = 0; r < registers; r++) {
      String at = time + offset(forward, r);
      String before = at + (forward ? " - 1" : " + 1");
      for (String x : new String[] {"p", "g"}) {
        out.append(
            "      %s %s1_%d = %s.fromArray(SPECIES, %s, %sAt%s);\n"
                .formatted(vector, x, r, vector, x, x, at));
        if (r == 0 && (first || !peelsFirst())) {
          String edge = first ? x.equals("p") ? "one" : "zero" : register(x, 1, -1);
          out.append(
              "      %s %sBefore%d = %s;\n".formatted(vector, x, r, select(forward, 1, edge, x + "1_0")));
        } else {
          out.append(
              "      %s %sBefore%d = %s.fromArray(SPECIES, %s, %sAt%s);\n"
                  .formatted(vector, x, r, vector, x, x, before));
        }
      }
    }
    if (!first && peelsFirst() && stored) {
      // After the loads above, one of which may be of an element that this overwrites.
      String previous = "hAt" + time + (forward ? " - " : " + ") + tile();
      out.append(store(forward, previous).indent(2));
    }
    for (int w = 1; w < tile(); w *= 2) {
      for (int r = 0; r < registers; r++) {
        String p = "p%d_%d".formatted(w, r);
        String g = "g%d_%d".formatted(w, r);
        String pBefore = w == 1 ? "pBefore" + r : before(forward, "p", w, r);
        String gBefore = w == 1 ? "gBefore" + r : before(forward, "g", w, r);
        out.append("      %s p%d_%d = %s.mul(%s);\n".formatted(vector, 2 * w, r, p, pBefore));
        out.append("      %s g%d_%d = %s.fma(%s, %s);\n".formatted(vector, 2 * w, r, p, gBefore, g));
      }
    }
    for (int w = peelsFirst() ? 2 : 1; w < tile(); w *= 2) {
      for (int r = 0; r < registers; r++) {
        out.append("      p%d_%dOld = p%d_%d;\n".formatted(w, r, w, r));
        out.append("      g%d_%dOld = g%d_%d;\n".formatted(w, r, w, r));
      }
    }
    for (int r = 0; r < registers; r++) {
      out.append("      h%d = p%d_%d.fma(h%d, g%d_%d);\n".formatted(r, tile(), r, r, tile(), r));
      out.append(
          "      smallest = smallest.and(p%d_%d.reinterpretAs%ss());\n".formatted(tile(), r, bits()));
      out.append("      largest = largest.or(p1_%d.reinterpretAs%ss());\n".formatted(r, bits()));
    }
    if (!peelsFirst() && stored) {
      out.append(store(forward, "hAt" + time).indent(2));
    }
    return out.toString();
  }

  /** What is w steps before register r, in the registers of this tile and the one before. */
  private String before(boolean forward, String x, int w, int r) {
    if (w >= lanes()) {
      return register(x, w, r - w / lanes());
    }
    return select(forward, w, register(x, w, r - 1), register(x, w, r));
  }

  private String register(String x, int w, int r) {
    return r < 0 ? "%s%d_%dOld".formatted(x, w, r + registers) : "%s%d_%d".formatted(x, w, r);
  }

  private String select(boolean forward, int distance, String earlier, String later) {
    String low = forward ? earlier : later;
    String high = forward ? later : earlier;
    return "%s_%d.selectFrom(%s.reinterpretAs%ss(), %s.reinterpretAs%ss()).reinterpretAs%ss()"
        .formatted(
            forward ? "DOWN" : "UP", distance, low, bits(), high, bits(), isDouble() ? "Double" : "Float");
  }

  private String store(boolean forward, String at) {
    StringBuilder out = new StringBuilder();
    for (int r = 0; r < registers; r++) {
      out.append("    h%d.intoArray(h, %s%s);\n".formatted(r, at, offset(forward, r)));
    }
    return out.toString();
  }

  private String offset(boolean forward, int r) {
    int elements = (forward ? r : registers - 1 - r) * lanes();
    return elements == 0 ? "" : " + " + elements;
  }
}
