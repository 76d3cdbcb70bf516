import java.util.ArrayList;
import java.util.List;

/**
 * A scan of one channel, or few, with time steps on lanes, in registers: the doubling of Kogge and Stone ("A
 * parallel algorithm for the efficient solution of a general class of recurrence equations", IEEE
 * Transactions on Computers C-22, 1973).
 *
 * <p>The window of step i of length w is the map from the state before step i − w + 1 to that after step i.
 * Windows of twice the length are windows combined with those w steps earlier, which lie w lanes further
 * down, in the same register or the one before. With several channels, whose elements of a step lie side by side,
 * a step is so many lanes, and there are the fewer lengths. Windows as long as a tile, 512 bits, take the state of the
 * tile before to that of this one, lane for lane: the only chain from tile to tile is that one fma.
 *
 * <p>A tile is one register of 512 bits, two of 256 or four of 128, so that the same operations happen in
 * each width.
 */
record KoggeStone(String type, int registers, int channels) {
  static final List<KoggeStone> ALL = new ArrayList<>();

  static {
    for (String type : List.of("Float", "Double")) {
      for (int registers : new int[] {1, 2, 4}) {
        for (int channels : channelCounts(type)) {
          ALL.add(new KoggeStone(type, registers, channels));
        }
      }
    }
  }

  /** Numbers of channels of which a tile holds at least two steps. */
  private static List<Integer> channelCounts(String type) {
    return type.equals("Double") ? List.of(1, 2, 4) : List.of(1, 2, 4, 8);
  }

  String className() {
    return "%sKoggeStoneBy%dOf%d".formatted(type, registers, channels);
  }

  private boolean isDouble() {
    return type.equals("Double");
  }

  private String bits() {
    return isDouble() ? "Long" : "Int";
  }

  /**
   * Tiles of one turn of the loop. With two, fewer registers are copied from turn to turn, and memory is waited
   * for in fewer places: 1.10 times as fast from the second-level cache, 1.04 from memory. With
   * several registers to a tile, a second one is more than the JIT is sure to inline (what it leaves out allocates).
   */
  private int tilesInTurn() {
    return registers == 1 ? 2 : 1;
  }

  /** Registers of one turn, counted in the direction of time. */
  private int inTurn() {
    return registers * tilesInTurn();
  }

  private int tile() {
    return isDouble() ? 8 : 16;
  }

  private int lanes() {
    return tile() / registers;
  }

  /** The class that leads to the methods for the width of this JVM. */
  static String dispatcher(String type) {
    KoggeStone any = new KoggeStone(type, 1, 1);
    StringBuilder calls = new StringBuilder();
    for (KoggeStone each : ALL) {
      if (!each.type.equals(type)) {
        continue;
      }
      String operands = "(tiles, p, pAt, g, gAt, h, hAt, scratch, scratchAt)";
      calls.append(
          """
              if (REGISTERS == %d && channels == %d) {
                if (stored) {
                  return forward ? %s.forward%s : %s.backward%s;
                }
                return forward ? %s.forwardLast%s : %s.backwardLast%s;
              }
          """
              .formatted(
                  each.registers,
                  each.channels,
                  each.className(),
                  operands,
                  each.className(),
                  operands,
                  each.className(),
                  operands,
                  each.className(),
                  operands));
    }
    return """
        package dev.carrylane.engine.internal.vector;

        /** Scans of few channels with their steps on lanes; generated. */
        final class %1$sKoggeStone {
          /** Vectors of a tile of %2$d elements. */
          private static final int REGISTERS = %2$d / VectorWidth.%3$s_LANES;

          private %1$sKoggeStone() {}

          /**
           * Scans whole tiles.
           *
           * @param channels 1, 2, 4, … up to half a tile
           * @param forward whether steps go up in memory
           * @param stored whether h receives every state, or those of the last tile
           * @param tiles how many, an even number of at least 2
           * @param pAt the lowest element of the first tile
           * @param state the state before; replaced by the state after if the result is good
           * @param scratch a tile of scratch memory
           * @return whether the result is good
           */
          static boolean scan(
              int channels,
              boolean forward,
              boolean stored,
              int tiles,
              %4$s[] p,
              int pAt,
              %4$s[] g,
              int gAt,
              %4$s[] h,
              int hAt,
              %4$s[] state,
              int stateAt,
              %4$s[] scratch,
              int scratchAt) {
            for (int i = 0; i < %2$d; i++) {
              scratch[scratchAt + i] = state[stateAt + i %% channels];
            }
            if (!tiles(channels, forward, stored, tiles, p, pAt, g, gAt, h, hAt, scratch, scratchAt)) {
              return false;
            }
            int advance = stored ? (tiles - 1) * %2$d : 0;
            int last = forward ? hAt + advance + %2$d - channels : hAt - advance;
            System.arraycopy(h, last, state, stateAt, channels);
            return true;
          }

          private static boolean tiles(
              int channels,
              boolean forward,
              boolean stored,
              int tiles,
              %4$s[] p,
              int pAt,
              %4$s[] g,
              int gAt,
              %4$s[] h,
              int hAt,
              %4$s[] scratch,
              int scratchAt) {
        %5$s    throw new AssertionError(channels + " channels in " + REGISTERS + " registers");
          }
        }
        """
        .formatted(type, any.tile(), type.toUpperCase(), type.toLowerCase(), calls);
  }

  String source() {
    StringBuilder out = new StringBuilder("package dev.carrylane.engine.internal.vector;\n\n");
    for (String each : List.of(type + "Vector", bits() + "Vector", "VectorOperators", "VectorSpecies")) {
      out.append("import jdk.incubator.vector.%s;\n".formatted(each));
    }
    out.append(
        """

        /**
         * Scans of %d channels with their steps on lanes, %d elements in %d registers.
         *
         * <p>Generated; a method for each direction. Two registers are shifted into each other by a selection
         * from both. At 16 lanes a step of 16 takes 9 multiplications, 6 selections and 2 operations for the
         * test on the same two ports: 8.5 cycles. Written in C with intrinsics, where a shift is one
         * instruction that leaves its operands alone, the loop takes 10.4 cycles if every vector begins a cache
         * line, 12 to 13 if not, and 8.5 if it stores nothing; here it takes 12, with another 24 register copies,
         * which the processor does in renaming. A serial loop takes 64.
         *
         * <p>Tried and slower: tiles that begin anew and take the carry by a broadcast (by 6 %%), windows of 4
         * kept in memory for the longer ones (20 %%), windows of 4 out of four loads each (20 %%: a load that
         * crosses cache lines counts twice), selection by vectors of float (45 %%), 256 bits at a time on three
         * ports (2 %%), a test after every 16 tiles (40 %%: the JIT then checks ranges again). No faster: windows
         * of 8, whose two chains take halves of registers (in C 1.1 times as fast; here every change of
         * shape is a copy of a register onto itself, which takes a port), 4 tiles in a turn.
         *
         * <p>From memory it has 0.87 of a triad, whose reads run further ahead. To read a number of p and of g 256 to
         * 512 steps ahead in every turn gives 0.91 in a loop of its own, and in this method nothing: the JIT then
         * keeps addresses in vector registers. To read the results' places ahead as well makes it 0.84, since lines
         * that are written as a whole are otherwise not read at all.
         */
        final class %s {
          private static final VectorSpecies<%s> SPECIES = VectorWidth.%s;
          private static final VectorSpecies<%s> BITS = VectorWidth.%s;
          private static final int LANES = %d;

        """
            .formatted(
                channels,
                tile(),
                registers,
                className(),
                type,
                isDouble() ? "DOUBLES" : "FLOATS",
                isDouble() ? "Long" : "Integer",
                isDouble() ? "LONGS" : "INTS",
                lanes()));
    for (int d = channels; d < lanes(); d *= 2) {
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
           * @param tiles how many, an even number of at least 2
           * @param pAt the lowest element of the first tile
           * @param before the state before, over and over, as long as a tile
           * @return whether the result is good
           */
          static boolean %s(
              int tiles, %s p, int pAt, %s g, int gAt, %s h, int hAt, %s before, int beforeAt) {
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
    int turn = tilesInTurn() * tile();
    out.append("    %s one = %s.broadcast(SPECIES, 1);\n".formatted(vector, vector));
    out.append("    %s zero = %s.broadcast(SPECIES, 0);\n".formatted(vector, vector));
    for (int r = inTurn() - registers; r < inTurn(); r++) {
      String at = "beforeAt" + offset(forward, r % registers);
      out.append(
          "    %s h%d = %s.fromArray(SPECIES, before, %s);\n".formatted(vector, r, vector, at));
    }
    for (int w = channels; w < tile(); w *= 2) {
      for (int r = oldest(w); r < inTurn(); r++) {
        out.append("    %s p%d_%dOld = one;\n".formatted(vector, w, r));
        out.append("    %s g%d_%dOld = zero;\n".formatted(vector, w, r));
      }
    }
    out.append("    %sVector smallest = one.reinterpretAs%ss();\n".formatted(bits(), bits()));
    out.append("    %sVector largest = zero.reinterpretAs%ss();\n".formatted(bits(), bits()));
    out.append("    int steps = tiles * %d;\n".formatted(tile()));
    out.append("    for (int t = 0; t < steps; t += %d) {\n".formatted(turn));
    out.append(turnBody(forward, stored));
    out.append("    }\n");
    if (!stored) {
      out.append(store(forward, "hAt", inTurn() - registers).indent(-2));
    }
    out.append("    if (%s) {\n      return false;\n    }\n".formatted(bad()));
    String exponent = isDouble() ? "0x7ff0000000000000L" : "0x7f800000";
    for (int r = inTurn() - registers; r < inTurn(); r++) {
      out.append(
          "    %sVector e%d = h%d.reinterpretAs%ss().and(%s);\n"
              .formatted(bits(), r, r, bits(), exponent));
      out.append(
          "    if (e%d.compare(VectorOperators.EQ, %s).anyTrue()) {\n      return false;\n    }\n"
              .formatted(r, exponent));
    }
    return out.append("    return true;\n  }\n").toString();
  }

  private String bad() {
    String below = isDouble() ? "1L << 61" : "1 << 29";
    String above = isDouble() ? "1L << 62" : "1 << 30";
    return "(smallest.reduceLanes(VectorOperators.AND) & (%s)) == 0 || (largest.reduceLanes(VectorOperators.OR) & (%s)) != 0"
        .formatted(below, above);
  }

  /** The first register of a turn that is needed in the next, for windows of length w. */
  private int oldest(int w) {
    return inTurn() - Math.max(1, w / lanes());
  }

  /**
   * Everything is read before anything is written: h may be p or g. The register before the first is kept from the turn
   * before, since what it was read from may be overwritten.
   */
  private String turnBody(boolean forward, boolean stored) {
    String time = forward ? " + t" : " - t";
    StringBuilder out = new StringBuilder();
    String vector = type + "Vector";
    for (int r = 0; r < inTurn(); r++) {
      String at = time + offset(forward, r);
      String before = at + (forward ? " - " : " + ") + channels;
      for (String x : new String[] {"p", "g"}) {
        out.append(
            "      %s %s%d_%d = %s.fromArray(SPECIES, %s, %sAt%s);\n"
                .formatted(vector, x, channels, r, vector, x, x, at));
        String old =
            r == 0 || channels >= lanes() || 4 * channels >= tile()
                ? before(forward, x, channels, r)
                : "%s.fromArray(SPECIES, %s, %sAt%s)".formatted(vector, x, x, before);
        out.append("      %s %sBefore%d = %s;\n".formatted(vector, x, r, old));
      }
    }
    for (int w = channels; w < tile(); w *= 2) {
      for (int r = 0; r < inTurn(); r++) {
        String p = "p%d_%d".formatted(w, r);
        String g = "g%d_%d".formatted(w, r);
        String pBefore = w == channels ? "pBefore" + r : before(forward, "p", w, r);
        String gBefore = w == channels ? "gBefore" + r : before(forward, "g", w, r);
        out.append("      %s p%d_%d = %s.mul(%s);\n".formatted(vector, 2 * w, r, p, pBefore));
        out.append("      %s g%d_%d = %s.fma(%s, %s);\n".formatted(vector, 2 * w, r, p, gBefore, g));
      }
    }
    for (int w = channels; w < tile(); w *= 2) {
      for (int r = oldest(w); r < inTurn(); r++) {
        out.append("      p%d_%dOld = p%d_%d;\n".formatted(w, r, w, r));
        out.append("      g%d_%dOld = g%d_%d;\n".formatted(w, r, w, r));
      }
    }
    for (int r = 0; r < inTurn(); r++) {
      String declared = r < inTurn() - registers ? vector + " " : "";
      int chain = Math.floorMod(r - registers, inTurn());
      out.append("      %sh%d = p%d_%d.fma(h%d, g%d_%d);\n".formatted(declared, r, tile(), r, chain, tile(), r));
      out.append(
          "      smallest = smallest.and(p%d_%d.reinterpretAs%ss());\n".formatted(tile(), r, bits()));
      out.append("      largest = largest.or(p%d_%d.reinterpretAs%ss());\n".formatted(channels, r, bits()));
    }
    return stored ? out.append(store(forward, "hAt" + time, 0)).toString() : out.toString();
  }

  /** What is w steps before register r, in the registers of this tile and the one before. */
  private String before(boolean forward, String x, int w, int r) {
    if (w >= lanes()) {
      return register(x, w, r - w / lanes());
    }
    return select(forward, w, register(x, w, r - 1), register(x, w, r));
  }

  private String register(String x, int w, int r) {
    return r < 0 ? "%s%d_%dOld".formatted(x, w, r + inTurn()) : "%s%d_%d".formatted(x, w, r);
  }

  private String select(boolean forward, int distance, String earlier, String later) {
    String low = forward ? earlier : later;
    String high = forward ? later : earlier;
    return "%s_%d.selectFrom(%s.reinterpretAs%ss(), %s.reinterpretAs%ss()).reinterpretAs%ss()"
        .formatted(
            forward ? "DOWN" : "UP", distance, low, bits(), high, bits(), isDouble() ? "Double" : "Float");
  }

  /** Stores registers of a turn from one on, that one at the given place. */
  private String store(boolean forward, String at, int from) {
    StringBuilder out = new StringBuilder();
    for (int r = from; r < inTurn(); r++) {
      out.append("      h%d.intoArray(h, %s%s);\n".formatted(r, at, offset(forward, r - from)));
    }
    return out.toString();
  }

  /** From the lowest element of the first tile of a turn to that of a register. */
  private String offset(boolean forward, int r) {
    int tile = r / registers;
    int inTile = r % registers;
    int elements =
        forward ? r * lanes() : (registers - 1 - inTile) * lanes() - tile * tile();
    return elements == 0 ? "" : elements > 0 ? " + " + elements : " - " + -elements;
  }
}
