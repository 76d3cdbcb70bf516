package dev.carrylane.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A class of register tiles: chains of one type, on right operands that lie in one way.
 *
 * <p>Chains begin at a row of start values for each row of the tile, which may be the same for all. There is no test
 * whether they begin at a bias or go on from C: it makes the JIT spill the chains.
 */
record Tiles(String type, Right right) {
  static final List<Tiles> ALL =
      List.of(
          new Tiles("Float", Right.PANELS),
          new Tiles("Float", Right.HALF_PANELS),
          new Tiles("Float", Right.IN_PLACE),
          new Tiles("Double", Right.PANELS),
          new Tiles("Double", Right.IN_PLACE));

  /** Numbers of rows. The most chains that fit in 32 registers beside their operands: 12 rows of 2 vectors. */
  private static final List<Integer> HEIGHTS = List.of(1, 2, 3, 4, 6, 8, 12);

  /** How the right operand lies. */
  enum Right {
    PANELS("Tiles", "packed in aligned native memory."),
    HALF_PANELS(
        "TilesHalf",
        """
        packed in aligned native memory as bfloat16, two columns in an int. A bfloat16
         * is the upper half of a float, so that a mask or a shift widens a vector of them."""),
    IN_PLACE("TilesInPlace", "read where the caller has it.");

    private final String suffix;
    private final String description;

    Right(String suffix, String description) {
      this.suffix = suffix;
      this.description = description;
    }
  }

  String className() {
    return type + right.suffix;
  }

  private String vector() {
    return type + "Vector";
  }

  String source() {
    StringBuilder out = new StringBuilder("package dev.carrylane.engine.internal.vector;\n\n");
    out.append("import dev.carrylane.engine.internal.kernel.%sTile;\n".formatted(type));
    out.append("import java.lang.foreign.MemorySegment;\nimport java.nio.ByteOrder;\n");
    for (String each : List.of(vector(), "IntVector", "VectorOperators", "VectorSpecies")) {
      out.append("import jdk.incubator.vector.%s;\n".formatted(each));
    }
    out.append(
        """

        /** Register tiles on a right operand that is %s Generated. */
        final class %s {
          private static final VectorSpecies<%s> SPECIES = VectorWidth.%S;
          private static final int LANES = VectorWidth.%S_LANES;
          private static final Class<? extends %s> VECTOR = VectorWidth.%S_VECTOR;
          private static final int STRIDE = %sRows.STRIDE;
        """
            .formatted(
                right.description, className(), type, type + "s", type, vector(), type, type));
    if (right != Right.IN_PLACE) {
      out.append("  private static final long BYTES = VectorWidth.BITS / 8;\n");
      out.append("  private static final ByteOrder ORDER = ByteOrder.nativeOrder();\n");
    }
    if (right == Right.HALF_PANELS) {
      out.append(
          """
            private static final VectorSpecies<Integer> INTS = VectorWidth.INTS;
            private static final Class<? extends IntVector> INT_VECTOR = VectorWidth.INT_VECTOR;
            private static final int UPPER = 0xFFFF0000;
          """);
    }
    out.append("\n  private %s() {}\n\n".formatted(className()));
    out.append(dispatch());
    for (int height : heights()) {
      for (int vectors : widths(height)) {
        out.append(tile(height, vectors));
      }
    }
    return out.append("}\n").toString();
  }

  /**
   * Enough chains for two FMA units of four cycles latency, however few the rows. One vector is for the last panel,
   * which is packed; there are none of a single vector in pairs.
   */
  private List<Integer> widths(int height) {
    List<Integer> widths = new ArrayList<>();
    if (right == Right.PANELS) {
      widths.add(1);
    }
    widths.add(2);
    if (height <= 3) {
      widths.add(4);
    }
    if (height == 1) {
      widths.add(8);
    }
    return widths;
  }

  /** Operands of half the bytes may pass by twice as often. */
  private List<Integer> heights() {
    return right == Right.HALF_PANELS
        ? HEIGHTS.stream().filter(height -> height <= 6).toList()
        : HEIGHTS;
  }

  /**
   * Through a table, not a switch: the JIT takes none of so many methods into the one that calls them, so that each is
   * compiled for itself, and stays so when what is around it is compiled anew.
   */
  private String dispatch() {
    StringBuilder out = new StringBuilder();
    out.append(
        "  private interface Tile {\n    void multiply(%sTile on);\n  }\n\n".formatted(type));
    int size = index(heights().getLast(), widths(1).getLast()) + 1;
    out.append(
        "  private static final Tile[] TILES = new Tile[%d];\n\n  static {\n".formatted(size));
    for (int height : heights()) {
      for (int vectors : widths(height)) {
        out.append(
            "    TILES[%d] = %s::%s;\n"
                .formatted(index(height, vectors), className(), method(height, vectors)));
      }
    }
    out.append("  }\n\n");
    out.append("  /** One tile, of a height and of so many vectors in a row. */\n");
    out.append("  static void multiply(int height, int vectors, %sTile on) {\n".formatted(type));
    return out.append("    TILES[16 * height + vectors].multiply(on);\n  }\n").toString();
  }

  private static int index(int height, int vectors) {
    return 16 * height + vectors;
  }

  private static String method(int height, int vectors) {
    return "rows" + height + "By" + vectors;
  }

  private String tile(int height, int vectors) {
    StringBuilder out = new StringBuilder();
    out.append(
        "\n  private static void %s(%sTile on) {\n".formatted(method(height, vectors), type));
    out.append("    %s[] a = on.a;\n".formatted(type.toLowerCase(Locale.ROOT)));
    out.append("    int depth = on.depth;\n").append(operands(vectors));
    for (int row = 0; row < height; row++) {
      for (int v = 0; v < vectors; v++) {
        out.append(
            "    %s %s = %s.fromArray(SPECIES, on.start, on.first%s%s);\n"
                .formatted(
                    vector(), chain(row, v), vector(), times(row, "on.step"), times(v, "LANES")));
      }
    }
    out.append("    for (int k = 0; k < depth; k++) {\n").append(at());
    for (int v = 0; v < vectors; v++) {
      out.append(load(v));
    }
    for (int row = 0; row < height; row++) {
      String x = "VECTOR.cast(%s.broadcast(SPECIES, a[%sk]))".formatted(vector(), row(row));
      if (vectors > 1) {
        out.append("      %s x%d = %s;\n".formatted(vector(), row, x));
        x = "x" + row;
      }
      for (int v = 0; v < vectors; v++) {
        String chain = chain(row, v);
        out.append("      %s = %s.fma(b%d, %s);\n".formatted(chain, x, v, chain));
      }
    }
    out.append("    }\n");
    for (int row = 0; row < height; row++) {
      for (int v = 0; v < vectors; v++) {
        out.append(
            "    VECTOR.cast(%s).intoArray(on.c, on.cOffset%s%s);\n"
                .formatted(chain(row, v), times(row, "on.cStride"), times(v, "LANES")));
      }
    }
    return out.append("  }\n").toString();
  }

  private String operands(int vectors) {
    String more = "    %s bStep = on.%s;\n";
    return right == Right.IN_PLACE
        ? "    %s[] b = on.b;\n    int bOffset = on.bOffset;\n"
                .formatted(type.toLowerCase(Locale.ROOT))
            + more.formatted("int", "bStride")
        : "    MemorySegment b = on.memory;\n    long place = on.place;\n"
            + (vectors > 2 ? more.formatted("long", "panelBytes") : "");
  }

  /** Where the row of the right operand is. */
  private String at() {
    return switch (right) {
      case PANELS -> "      long at = place + k * (2 * BYTES);\n";
      case HALF_PANELS -> "      long at = place + k * BYTES;\n";
      case IN_PLACE -> "      int at = bOffset + k * bStep;\n";
    };
  }

  private String load(int v) {
    String panel = "at" + times(v / 2, "bStep");
    return switch (right) {
      case PANELS ->
          "      %s b%d = %s.fromMemorySegment(SPECIES, b, %s%s, ORDER);\n"
              .formatted(vector(), v, vector(), panel, times(v % 2, "BYTES"));
      case HALF_PANELS ->
          v % 2 == 1
              ? "      %s b%d = pair%d.and(UPPER).reinterpretAsFloats();\n"
                  .formatted(vector(), v, v - 1)
              : """
                    IntVector pair%d = INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, %s, ORDER));
                    %s b%d = pair%d.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
              """
                  .formatted(v, panel, vector(), v, v);
      case IN_PLACE ->
          "      %s b%d = %s.fromArray(SPECIES, b, at%s);\n"
              .formatted(vector(), v, vector(), times(v, "LANES"));
    };
  }

  private static String row(int row) {
    String skipped = times(row, "STRIDE");
    return skipped.isEmpty() ? "" : skipped.substring(3) + " + ";
  }

  private static String chain(int row, int vector) {
    return "c" + row + "_" + vector;
  }

  private static String times(int factor, String unit) {
    return switch (factor) {
      case 0 -> "";
      case 1 -> " + " + unit;
      default -> " + " + factor + " * " + unit;
    };
  }
}
