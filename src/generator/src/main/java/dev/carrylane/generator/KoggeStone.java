package dev.carrylane.generator;

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
 * <p>A tile has 256 bits, or 512 where a step has more than 64. It is a register, or two or four narrower ones, so that
 * the same operations happen in each width. Longer tiles shorten the chain and cost a doubling more: of the 8 float
 * steps of 256 bits, one after the other, a tile is waited for 4 cycles, which is no longer than its
 * other operations take. G elements/s of 1, 2, 4 and 8 channels from the first-level cache, in tiles of 256 and
 * of 512 bits, and 1024 bits in a turn; a step of eight channels has 256 bits, and is one register after the other
 * there:
 *
 * <pre>
 * AMD Zen 4, whose vectors of 512 bits take two turns:  4.3, 5.9, 6.3, 6.8;  3.5, 4.5, 6.3, 8.3
 * Intel Sapphire Rapids:                                4.4, 5.2, 5.6, 4.7;  4.6, 5.6, 7.5, 7.9
 * </pre>
 *
 * <p>What limits one channel: for 16 steps, 14 multiplications, 12 selections from two registers and 2 operations
 * for the test. On Zen 4 a multiplication takes one of two ports, a selection one of two of which one is the
 * same, and both together were measured at 10 to 12 cycles; the loop takes 14, with four tiles in a turn 12.7, and a
 * serial one 64. Written in C with intrinsics it takes 12, or 10.3 with second reads in place of the first
 * selections, where a shift is one instruction that leaves its operands alone; the JIT's selection
 * overwrites its index, and 20 registers are copied. Fewer operations, 51 of 512 bits for 64 steps, are enough if
 * tiles of 4 × 4 steps are transposed, so that the doublings work on their maps alone: in C, with transpositions
 * that stay within 128 bits and have three ports, 9.5 cycles, in Java, where all selections are general ones, 17.
 * Pairs of steps instead of fours: 17 in Java. A rotation of one register and a mask in place of a selection from
 * two needs no copies, and takes 16.
 *
 * <p>On Sapphire Rapids, with whole vectors of 512 bits on two ports, tiles of 512 bits took 12 cycles, in C
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
        for (int lanes = tile(most, channels); lanes >= most / 2; lanes /= 2) {
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

  /**
   * Elements of a tile: 256 bits, or 512 where a step has more than 64.
   *
   * @param half elements of 256 bits
   */
  private static int tile(int half, int channels) {
    return 4 * channels <= half ? half : 2 * half;
  }

  private int tile() {
    return tile(isDouble() ? 4 : 8, channels);
  }

  /**
   * Registers of a tile, which is one turn of the loop. Four tiles in a turn, most of whose registers could be read for
   * a second time, a step earlier, instead of selected from two, were 1.0 to 1.1 times as fast with one channel, run
   * by run, and with four and eight no faster: the JIT repeats the loop's body by itself.
   */
  private int registers() {
    return tile() / lanes;
  }

  /** The class that leads to the methods for the width of this JVM. */
  static String dispatcher(String type) {
    StringBuilder calls = new StringBuilder();
    for (KoggeStone each : ALL) {
      if (!each.type.equals(type)) {
        continue;
      }
      String operands = "(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)";
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

        import dev.carrylane.engine.internal.%1$sAffine;
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
              %1$sAffine on,
              int pAt,
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
            if (!turns(channels, forward, stored, elements, on, pAt, gAt, h, hAt, scratch, scratchAt)) {
              return false;
            }
            int advance = stored ? elements - tile : 0;
            int last = forward ? hAt + advance : hAt - advance;
            for (int i = 0; i < tile; i++) {
              if (!%5$s.isFinite(h[last + i])) {
                return false;
              }
            }
            System.arraycopy(h, forward ? last + tile - channels : last, state, stateAt, channels);
            return true;
          }

          private static boolean turns(
              int channels,
              boolean forward,
              boolean stored,
              int elements,
              %1$sAffine on,
              int pAt,
              int gAt,
              %3$s[] h,
              int hAt,
              %3$s[] scratch,
              int scratchAt) {
        %4$s    throw new AssertionError(channels + " channels in " + LANES + " lanes");
          }
        }
        """
        .formatted(type, type.toUpperCase(), type.toLowerCase(), calls, type);
  }

  String source() {
    StringBuilder out = new StringBuilder("package dev.carrylane.engine.internal.vector;\n\n");
    out.append("import dev.carrylane.engine.internal.%sAffine;\n".formatted(type));
    for (String each :
        List.of(type + "Vector", bits() + "Vector", "VectorOperators", "VectorSpecies")) {
      out.append("import jdk.incubator.vector.%s;\n".formatted(each));
    }
    out.append(
        """

        /**
         * Scans of %d channels with their steps on lanes, %d elements in %d registers; generated. A method takes a count
         * of elements in turns of 1024 bits, the lowest elements of the first tile, and the state before, over and over,
         * as long as a tile. It returns whether the result is good.
         */
        final class %s {
          private static final VectorSpecies<%s> SPECIES = %sVector.SPECIES_%d;
          private static final VectorSpecies<%s> BITS = %sVector.SPECIES_%d;
          private static final Class<? extends %sVector> VECTOR = %sVector.zero(SPECIES).getClass();
          private static final Class<? extends %sVector> BIT_VECTOR = %sVector.zero(BITS).getClass();
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
                type,
                type,
                bits(),
                bits(),
                lanes));
    for (int d = channels; d < lanes; d *= 2) {
      out.append(
          "  private static final %sVector DOWN_%d = lanes(LANES - %d);\n".formatted(bits(), d, d));
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
            return BIT_VECTOR.cast(%sVector.fromArray(BITS, lanes, 0));
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

          /** Scans whole turns %s; %s. */
          static boolean %s(
              int count, %sAffine on, int pAt, int gAt, %s h, int hAt, %s old, int oldAt) {
            %s p = on.p;
            %s g = on.g;
        """
            .formatted(
                forward ? "forward" : "backward, each lower in memory than the one before",
                stored ? "h receives every state" : "h receives the states of the last tile",
                (forward ? "forward" : "backward") + (stored ? "" : "Last"),
                type,
                array,
                array,
                array,
                array));
    String vector = type + "Vector";
    out.append("    %s one = VECTOR.cast(%s.broadcast(SPECIES, 1));\n".formatted(vector, vector));
    out.append("    %s zero = VECTOR.cast(%s.broadcast(SPECIES, 0));\n".formatted(vector, vector));
    out.append("    %sVector oneBits = one.reinterpretAs%ss();\n".formatted(bits(), bits()));
    out.append("    %sVector zeroBits = zero.reinterpretAs%ss();\n".formatted(bits(), bits()));
    for (int r = 0; r < registers(); r++) {
      String at = "oldAt" + offset(forward, r);
      out.append("    %s h%d = %s.fromArray(SPECIES, old, %s);\n".formatted(vector, r, vector, at));
    }
    for (int w = channels; w < tile(); w *= 2) {
      for (int r = oldest(w); r < registers(); r++) {
        String kind = w < lanes ? bits() + "Vector" : vector;
        String as = w < lanes ? "Bits" : "";
        out.append("    %s p%d_%dOld = one%s;\n".formatted(kind, w, r, as));
        out.append("    %s g%d_%dOld = zero%s;\n".formatted(kind, w, r, as));
      }
    }
    out.append("    %sVector smallest = oneBits;\n".formatted(bits()));
    out.append("    %sVector largest = zeroBits;\n".formatted(bits()));
    out.append("    for (int t = 0; t < count; t += %d) {\n".formatted(tile()));
    out.append(turnBody(forward, stored));
    out.append("    }\n");
    if (!stored) {
      out.append(store(forward, "hAt").indent(-2));
    }
    return out.append("    return %s;\n  }\n".formatted(good())).toString();
  }

  private String good() {
    String below = isDouble() ? "1L << 61" : "1 << 29";
    String above = isDouble() ? "1L << 62" : "1 << 30";
    return """
        (BIT_VECTOR.cast(smallest).reduceLanes(VectorOperators.AND) & (%s)) != 0
                && (BIT_VECTOR.cast(largest).reduceLanes(VectorOperators.OR) & (%s)) == 0"""
        .formatted(below, above);
  }

  /** The first register of a tile that is needed for the next, for windows of length w. */
  private int oldest(int w) {
    return registers() - Math.max(1, w / lanes);
  }

  /**
   * Everything is read before anything is written: h may be p or g. The register before the first is kept from the tile
   * before, since what it was read from may be overwritten.
   */
  private String turnBody(boolean forward, boolean stored) {
    String time = forward ? " + t" : " - t";
    StringBuilder out = new StringBuilder();
    String vector = type + "Vector";
    for (int r = 0; r < registers(); r++) {
      String at = time + offset(forward, r);
      for (String x : new String[] {"p", "g"}) {
        out.append(
            "      %s %s%d_%d = VECTOR.cast(%s.fromArray(SPECIES, %s, %sAt%s));\n"
                .formatted(vector, x, channels, r, vector, x, x, at));
        if (x.equals("p") || channels < lanes) {
          out.append(reinterpreted(x, channels, r));
        }
      }
    }
    for (int w = channels; w < tile(); w *= 2) {
      for (int r = 0; r < registers(); r++) {
        String p = "p%d_%d".formatted(w, r);
        String g = "g%d_%d".formatted(w, r);
        String pBefore = before(forward, "p", w, r);
        String gBefore = before(forward, "g", w, r);
        out.append("      %s p%d_%d = %s.mul(%s);\n".formatted(vector, 2 * w, r, p, pBefore));
        out.append(
            "      %s g%d_%d = %s.fma(%s, %s);\n".formatted(vector, 2 * w, r, p, gBefore, g));
        if (2 * w < lanes && 2 * w < tile()) {
          out.append(reinterpreted("p", 2 * w, r)).append(reinterpreted("g", 2 * w, r));
        }
      }
    }
    for (int w = channels; w < tile(); w *= 2) {
      String as = w < lanes ? "Bits" : "";
      for (int r = oldest(w); r < registers(); r++) {
        out.append("      p%d_%dOld = p%d_%d%s;\n".formatted(w, r, w, r, as));
        out.append("      g%d_%dOld = g%d_%d%s;\n".formatted(w, r, w, r, as));
      }
    }
    StringBuilder and = new StringBuilder();
    StringBuilder or = new StringBuilder();
    for (int r = 0; r < registers(); r++) {
      out.append("      h%d = p%d_%d.fma(h%d, g%d_%d);\n".formatted(r, tile(), r, r, tile(), r));
      and.append(".and(p%d_%d.reinterpretAs%ss())".formatted(tile(), r, bits()));
      or.append(".or(p%d_%dBits)".formatted(channels, r));
    }
    out.append("      smallest = BIT_VECTOR.cast(smallest)%s;\n".formatted(and));
    out.append("      largest = BIT_VECTOR.cast(largest)%s;\n".formatted(or));
    return stored ? out.append(store(forward, "hAt" + time)).toString() : out.toString();
  }

  /**
   * A register as the whole numbers that are selected from. Once for each: every call counts towards the 8000
   * bytes of code that the JIT inlines into a method, beyond which vectors are left objects.
   */
  private String reinterpreted(String x, int w, int r) {
    return "      %sVector %s%d_%dBits = %s%d_%d.reinterpretAs%ss();\n"
        .formatted(bits(), x, w, r, x, w, r, bits());
  }

  /** What is w steps before register r, in the registers of this tile and the one before. */
  private String before(boolean forward, String x, int w, int r) {
    if (w >= lanes) {
      return register(x, w, r - w / lanes);
    }
    String earlier = r == 0 ? register(x, w, -1) : "%s%d_%dBits".formatted(x, w, r - 1);
    String later = "%s%d_%dBits".formatted(x, w, r);
    return "%s_%d.selectFrom(%s, %s).reinterpretAs%ss()"
        .formatted(
            forward ? "DOWN" : "UP",
            w,
            forward ? earlier : later,
            forward ? later : earlier,
            isDouble() ? "Double" : "Float");
  }

  private String register(String x, int w, int r) {
    return r < 0 ? "%s%d_%dOld".formatted(x, w, r + registers()) : "%s%d_%d".formatted(x, w, r);
  }

  /** Stores the states of a tile. */
  private String store(boolean forward, String at) {
    StringBuilder out = new StringBuilder();
    for (int r = 0; r < registers(); r++) {
      out.append(
          "      VECTOR.cast(h%d).intoArray(h, %s%s);\n".formatted(r, at, offset(forward, r)));
    }
    return out.toString();
  }

  /** From the lowest element of a tile to that of a register. */
  private String offset(boolean forward, int r) {
    int elements = (forward ? r : registers() - 1 - r) * lanes;
    return elements == 0 ? "" : " + " + elements;
  }
}
