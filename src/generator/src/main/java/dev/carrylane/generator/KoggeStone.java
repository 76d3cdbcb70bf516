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
 * the same operations happen in each width. Longer tiles shorten the chain and cost a doubling more. What limits one
 * channel are multiplications, and selections from two registers, about as many.
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

  /** Registers of a tile, which is one turn of the loop; the JIT repeats the loop's body by itself. */
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
      calls.append(
          """
                return forward ? %s.forward%s : %s.backward%s;
              }
          """
              .formatted(name, operands, name, operands));
    }
    return """
        package dev.carrylane.engine.internal.vector;

        import dev.carrylane.engine.internal.kernel.%1$sAffineKernel;
        import java.util.stream.%7$sStream;

        /** Scans of few channels with their steps on lanes; generated. */
        final class %1$sKoggeStone {
          private static final int LANES = VectorWidth.%2$s_LANES;

          /** The numbers of the lanes of two registers. */
          static final %6$s[] LANE = %7$sStream.range(0, 2 * LANES).toArray();

          private %1$sKoggeStone() {}

          /**
           * Scans whole turns.
           *
           * @param channels 1, 2, 4, … up to 256 bits of them
           * @param forward whether steps go up in memory
           * @param elements how many, turns of 1024 bits
           * @param pAt the lowest element of the first tile
           * @param state the state before; replaced by the state after if the result is good
           * @param scratch a tile of scratch memory
           * @return whether the result is good
           */
          static boolean scan(
              int channels,
              boolean forward,
              int elements,
              %1$sAffineKernel.Operands on,
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
            if (!turns(channels, forward, elements, on, pAt, gAt, h, hAt, scratch, scratchAt)) {
              return false;
            }
            int advance = elements - tile;
            int last = forward ? hAt + advance : hAt - advance;
            for (int i = 0; i < tile; i++) {
              if (!%5$s.isFinite(h[last + i])) {
                return false;
              }
            }
            System.arraycopy(h, forward ? last + tile - channels : last, state, stateAt, channels);
            return true;
          }

          /** As the methods it leads to: takes the state before over and over, as long as a tile. */
          private static boolean turns(
              int channels,
              boolean forward,
              int elements,
              %1$sAffineKernel.Operands on,
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
        .formatted(
            type,
            type.toUpperCase(),
            type.toLowerCase(),
            calls,
            type,
            type.equals("Double") ? "long" : "int",
            type.equals("Double") ? "Long" : "Int");
  }

  String source() {
    StringBuilder out = new StringBuilder("package dev.carrylane.engine.internal.vector;\n\n");
    out.append("import dev.carrylane.engine.internal.kernel.%sAffineKernel;\n".formatted(type));
    for (String each :
        List.of(type + "Vector", bits() + "Vector", "VectorOperators", "VectorSpecies")) {
      out.append("import jdk.incubator.vector.%s;\n".formatted(each));
    }
    out.append(
        """

        /** Scans of %d channels with their steps on lanes, %d elements in %d registers; generated. */
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
    out.append("\n  private %s() {}\n".formatted(className()));
    if (channels < lanes) {
      String lanes = "BIT_VECTOR.cast(%sVector.fromArray(BITS, %sKoggeStone.LANE, first))";
      out.append("\n  private static %sVector lanes(int first) {\n".formatted(bits()));
      out.append("    return %s;\n  }\n".formatted(lanes.formatted(bits(), type)));
    }
    for (boolean forward : new boolean[] {true, false}) {
      out.append(method(forward));
    }
    return out.append("}\n").toString();
  }

  private String method(boolean forward) {
    StringBuilder out = new StringBuilder();
    String array = type.toLowerCase() + "[]";
    out.append(
        """

          static boolean %s(
              int count, %sAffineKernel.Operands on, int pAt, int gAt, %s h, int hAt, %s old, int oldAt) {
            %s p = on.p;
            %s g = on.g;
        """
            .formatted(forward ? "forward" : "backward", type, array, array, array, array));
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
    out.append(turnBody(forward));
    out.append("    }\n");
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
  private String turnBody(boolean forward) {
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
    return out.append(store(forward, "hAt" + time)).toString();
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
