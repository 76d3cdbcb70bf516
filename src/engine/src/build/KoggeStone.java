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
 * a step is so many lanes, and there are the fewer lengths. Windows as long as a tile take the state of the
 * tile before to that of this one, lane for lane: the only chain from tile to tile is that one fma.
 *
 * <p>A tile has 256 bits, or two steps if these are longer. It is a register, or two or four narrower ones, so that
 * the same operations happen in each width. Longer tiles shorten the chain and cost a doubling more: of the 8 float
 * steps of 256 bits, one after the other, a tile is waited for 4 cycles, which is no longer than its
 * other operations take. On a core whose vectors of 512 bits take two turns (AMD Zen 4), tiles of 512 bits reach
 * 3.5 G elements/s for one channel and 4.5 for two where these reach 4.3 and 5.9; four channels 6.3 with both.
 * For eight, one step after the other in a register of 256 bits reaches 6.8, two steps in 512 bits 8.3.
 *
 * <p>What limits one channel: for 16 steps, 14 multiplications, 8 selections from two registers and 2 operations
 * for the test. On Zen 4 a multiplication takes one of two ports, a selection one of two of which one is the
 * same, and both together were measured at 10 to 12 cycles; the loop takes 12.7 and a serial one 64. Written in C
 * with intrinsics it takes 12, where a shift is one instruction that leaves its operands alone; the JIT's selection
 * overwrites its index, and 20 registers are copied. Fewer operations, 51 of 512 bits for 64 steps, are enough if
 * tiles of 4 × 4 steps are transposed, so that the doublings work on their maps alone: in C, with transpositions
 * that stay within 128 bits and have three ports, 9.5 cycles, in Java, where all selections are general ones, 17.
 * Pairs of steps instead of fours: 17 in Java. A rotation of one register and a mask in place of a selection from
 * two needs no copies, and takes 16.
 *
 * <p>On a core with whole vectors of 512 bits on two ports (Intel, 48 KB L1), tiles of 512 bits took 12 cycles, in C
 * 10.4 if every vector begins a cache line and 8.5 if nothing is stored. There were slower: tiles that begin anew
 * and take the carry by a broadcast (by 6 %), windows of 4 kept in memory for the longer ones (20 %), windows
 * of 4 out of four loads each (20 %: a load that crosses cache lines counts twice), selection by vectors of float
 * (45 %), a test after every 16 tiles (40 %: the JIT then checks ranges again).
 *
 * <p>From memory it had 0.87 of a triad there, whose reads run further ahead. To read a number of p and of g 256 to
 * 512 steps ahead in every turn gives 0.91 in a loop of its own, and in this method nothing: the JIT then
 * keeps addresses in vector registers. To read the results' places ahead as well makes it 0.84, since lines
 * that are written as a whole are otherwise not read at all. On Zen 4 it has more than a triad has.
 *
 * @param lanes elements of a register
 */
record KoggeStone(String type, int lanes, int channels) {
  static final List<KoggeStone> ALL = new ArrayList<>();

  static {
    for (String type : List.of("Float", "Double")) {
      int most = type.equals("Double") ? 4 : 8;
      for (int channels = 1; channels <= most; channels *= 2) {
        int tile = Math.max(most, 2 * channels);
        for (int lanes = tile; lanes >= most / 2; lanes /= 2) {
          ALL.add(new KoggeStone(type, lanes, channels));
        }
      }
    }
  }

  String className() {
    return "%sKoggeStone%dLanesOf%d".formatted(type, lanes, channels);
  }

  private boolean isDouble() {
    return type.equals("Double");
  }

  private String bits() {
    return isDouble() ? "Long" : "Int";
  }

  /** Elements of a tile: 256 bits, or two steps. */
  private int tile() {
    return Math.max(isDouble() ? 4 : 8, 2 * channels);
  }

  private int registers() {
    return tile() / lanes;
  }

  /**
   * Registers of one turn of the loop, counted in the direction of time. With four, most are read for a second time,
   * a step earlier, instead of selected from two, and fewer are copied from turn to turn: 1.1 times as fast as with
   * one or two. A turn is 1024 bits at most, the least that a scan is made of.
   */
  private int inTurn() {
    return Math.min(4, (isDouble() ? 16 : 32) / lanes);
  }

  /** The class that leads to the methods for the width of this JVM. */
  static String dispatcher(String type) {
    StringBuilder calls = new StringBuilder();
    for (KoggeStone each : ALL) {
      if (!each.type.equals(type)) {
        continue;
      }
      String operands = "(elements, p, pAt, g, gAt, h, hAt, scratch, scratchAt)";
      String name = each.className();
      String width = (each.registers() == 1 ? ">= " : "== ") + each.lanes;
      calls.append("    if (LANES %s && channels == %d) {\n".formatted(width, each.channels));
      if (each.channels == 1) {
        calls.append(
            """
                  if (!stored) {
                    return forward ? %s.forwardLast%s : %s.backwardLast%s;
                  }
            """
                .formatted(name, operands, name, operands));
      }
      calls.append(
          """
                return forward ? %s.forward%s : %s.backward%s;
              }
          """
              .formatted(name, operands, name, operands));
    }
    return """
        package dev.carrylane.engine.internal.vector;

        import dev.carrylane.engine.internal.%1$sAffineKernel;

        /** Scans of few channels with their steps on lanes; generated. */
        final class %1$sKoggeStone {
          private static final int LANES = VectorWidth.%2$s_LANES;

          private %1$sKoggeStone() {}

          /**
           * Scans whole turns.
           *
           * @param channels 1, 2, 4, … up to 256 bits of them
           * @param forward whether steps go up in memory
           * @param stored whether h receives every state, or those of the last tile; always with several channels
           * @param elements how many, turns of 1024 bits
           * @param pAt the lowest element of the first tile
           * @param state the state before; replaced by the state after if the result is good
           * @param scratch a tile of scratch memory
           * @return whether the result is good
           */
          static boolean scan(
              int channels,
              boolean forward,
              boolean stored,
              int elements,
              %3$s[] p,
              int pAt,
              %3$s[] g,
              int gAt,
              %3$s[] h,
              int hAt,
              %3$s[] state,
              int stateAt,
              %3$s[] scratch,
              int scratchAt) {
            int tile = %1$sAffineKernel.lookaheadTile(channels);
            for (int i = 0; i < tile; i += channels) {
              for (int c = 0; c < channels; c++) {
                scratch[scratchAt + i + c] = state[stateAt + c];
              }
            }
            if (!turns(channels, forward, stored, elements, p, pAt, g, gAt, h, hAt, scratch, scratchAt)) {
              return false;
            }
            int advance = stored ? elements - tile : 0;
            int last = forward ? hAt + advance + tile - channels : hAt - advance;
            System.arraycopy(h, last, state, stateAt, channels);
            return true;
          }

          private static boolean turns(
              int channels,
              boolean forward,
              boolean stored,
              int elements,
              %3$s[] p,
              int pAt,
              %3$s[] g,
              int gAt,
              %3$s[] h,
              int hAt,
              %3$s[] scratch,
              int scratchAt) {
        %4$s    throw new AssertionError(channels + " channels in " + LANES + " lanes");
          }
        }
        """
        .formatted(type, type.toUpperCase(), type.toLowerCase(), calls);
  }

  String source() {
    StringBuilder out = new StringBuilder("package dev.carrylane.engine.internal.vector;\n\n");
    for (String each : List.of(type + "Vector", bits() + "Vector", "VectorOperators", "VectorSpecies")) {
      out.append("import jdk.incubator.vector.%s;\n".formatted(each));
    }
    out.append(
        """

        /** Scans of %d channels with their steps on lanes, %d elements in %d registers; generated. */
        final class %s {
          private static final VectorSpecies<%s> SPECIES = %sVector.SPECIES_%d;
          private static final VectorSpecies<%s> BITS = %sVector.SPECIES_%d;
          private static final int LANES = %d;

        """
            .formatted(
                channels,
                tile(),
                registers(),
                className(),
                type,
                type,
                lanes * (isDouble() ? 64 : 32),
                isDouble() ? "Long" : "Integer",
                bits(),
                lanes * (isDouble() ? 64 : 32),
                lanes));
    for (int d = channels; d < lanes; d *= 2) {
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
      if (channels == 1) {
        out.append(method(forward, false));
      }
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
           * Scans whole turns %s; %s.
           *
           * @param elements how many, turns of 1024 bits
           * @param pAt the lowest element of the first tile
           * @param before the state before, over and over, as long as a tile
           * @return whether the result is good
           */
          static boolean %s(
              int elements, %s p, int pAt, %s g, int gAt, %s h, int hAt, %s before, int beforeAt) {
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
    int turn = inTurn() * lanes;
    out.append("    %s one = %s.broadcast(SPECIES, 1);\n".formatted(vector, vector));
    out.append("    %s zero = %s.broadcast(SPECIES, 0);\n".formatted(vector, vector));
    for (int r = inTurn() - registers(); r < inTurn(); r++) {
      String at = "beforeAt" + offset(forward, r % registers());
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
    out.append("    for (int t = 0; t < elements; t += %d) {\n".formatted(turn));
    out.append(turnBody(forward, stored));
    out.append("    }\n");
    if (!stored) {
      out.append(store(forward, "hAt", inTurn() - registers()).indent(-2));
    }
    out.append("    if (%s) {\n      return false;\n    }\n".formatted(bad()));
    // One more makes an exponent of ones, that of no finite number, the sign. (With comparisons and anyTrue, two lanes
    // of double were left objects.)
    String exponent = isDouble() ? "0x7ff0000000000000L" : "0x7f800000";
    String one = isDouble() ? "1L << 52" : "1 << 23";
    out.append("    %sVector ends = zero.reinterpretAs%ss();\n".formatted(bits(), bits()));
    for (int r = inTurn() - registers(); r < inTurn(); r++) {
      out.append(
          "    ends = ends.or(h%d.reinterpretAs%ss().and(%s).add(%s));\n"
              .formatted(r, bits(), exponent, one));
    }
    out.append("    if (ends.reduceLanes(VectorOperators.OR) < 0) {\n      return false;\n    }\n");
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
    return inTurn() - Math.max(1, w / lanes);
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
            r == 0 || channels >= lanes
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
      String declared = r < inTurn() - registers() ? vector + " " : "";
      int chain = Math.floorMod(r - registers(), inTurn());
      out.append("      %sh%d = p%d_%d.fma(h%d, g%d_%d);\n".formatted(declared, r, tile(), r, chain, tile(), r));
      out.append(
          "      smallest = smallest.and(p%d_%d.reinterpretAs%ss());\n".formatted(tile(), r, bits()));
      out.append("      largest = largest.or(p%d_%d.reinterpretAs%ss());\n".formatted(channels, r, bits()));
    }
    return stored ? out.append(store(forward, "hAt" + time, 0)).toString() : out.toString();
  }

  /** What is w steps before register r, in the registers of this tile and the one before. */
  private String before(boolean forward, String x, int w, int r) {
    if (w >= lanes) {
      return register(x, w, r - w / lanes);
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
    int tile = r / registers();
    int inTile = r % registers();
    int elements =
        forward ? r * lanes : (registers() - 1 - inTile) * lanes - tile * tile();
    return elements == 0 ? "" : elements > 0 ? " + " + elements : " - " + -elements;
  }
}
