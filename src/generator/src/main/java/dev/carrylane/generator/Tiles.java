package dev.carrylane.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A class of register tiles: chains of one type, on operands that lie in one way. */
record Tiles(String type, Right right) {
  static final List<Tiles> ALL =
      List.of(
          new Tiles("Float", Right.PANELS),
          new Tiles("Float", Right.HALF_PANELS),
          new Tiles("Float", Right.IN_PLACE),
          new Tiles("Double", Right.PANELS),
          new Tiles("Double", Right.IN_PLACE));

  /** The most chains that fit in 32 registers beside their operands: 12 rows of 2 vectors. */
  private static final int MOST_HEIGHT = 12;

  /** How the right operand lies, and with it the left and the start of the chains. */
  enum Right {
    PANELS(
        "Tiles",
        """
        packed in aligned native memory. Chains begin at the bias or go on from C. (To load two vectors of
         * bias instead of 24 start values made 32³ 8 % and 64³ 5 % faster.)
        """),
    HALF_PANELS(
        "TilesHalf",
        """
        packed in aligned native memory as bfloat16, two columns in an int. A bfloat16 is the upper half of a
         * float, so that a mask or a shift widens a vector of them. Chains begin at the bias or go on from C.
        """),
    IN_PLACE(
        "TilesInPlace",
        """
        read where the caller has it. Chains go on from C. (A test whether to begin at a bias, as for panels,
         * made the JIT spill the chains: 37 % of FMA peak instead of 89.)
        """);

    final String suffix;
    final String description;

    Right(String suffix, String description) {
      this.suffix = suffix;
      this.description = description.strip();
    }

    boolean isPacked() {
      return this == PANELS || this == HALF_PANELS;
    }
  }

  private record Parameter(String type, String name, String meaning) {}

  String className() {
    return type + right.suffix;
  }

  private String vector() {
    return type + "Vector";
  }

  private String array() {
    return type.toLowerCase() + "[]";
  }

  private List<Parameter> parameters() {
    List<Parameter> list = new ArrayList<>();
    list.add(new Parameter(array(), "a", "left operand"));
    list.add(new Parameter("int", "aOffset", "where its first element is"));
    list.add(new Parameter("int", "depth", "steps of the chains"));
    String index = right.isPacked() ? "long" : "int";
    list.add(new Parameter(right.isPacked() ? "MemorySegment" : array(), "b", "right operand"));
    list.add(new Parameter(index, "bOffset", "its element for the first step and column"));
    String step = right.isPacked() ? "panels" : "rows";
    list.add(new Parameter(index, "bStep", "distance between its " + step));
    if (right.isPacked()) {
      list.add(new Parameter(array(), "bias", "a start value for each column"));
      list.add(new Parameter("int", "biasOffset", "that of the first column"));
      list.add(new Parameter("boolean", "onward", "whether chains go on from C instead"));
    }
    list.add(new Parameter(array(), "c", "result"));
    list.add(new Parameter("int", "cOffset", "where its first row starts"));
    list.add(new Parameter("int", "cStride", "distance between its rows"));
    return list;
  }

  private String declared() {
    return parameters().stream()
        .map(each -> "      " + each.type + " " + each.name)
        .collect(Collectors.joining(",\n"));
  }

  private String passed() {
    return parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
  }

  String source() {
    StringBuilder out = new StringBuilder("package dev.carrylane.engine.internal.vector;\n\n");
    if (right.isPacked()) {
      out.append("import java.lang.foreign.MemorySegment;\nimport java.nio.ByteOrder;\n");
    }
    out.append("import jdk.incubator.vector.%s;\n".formatted(vector()));
    if (right == Right.HALF_PANELS) {
      out.append("import jdk.incubator.vector.IntVector;\n");
      out.append("import jdk.incubator.vector.VectorOperators;\n");
    }
    out.append(
        """
        import jdk.incubator.vector.VectorSpecies;

        /**
         * Register tiles on a right operand that is %s
         *
         * <p>Generated: a method for each number of rows and of vectors in a row.
         */
        final class %s {
          private static final VectorSpecies<%s> SPECIES = VectorWidth.%S;
          private static final int LANES = VectorWidth.%S_LANES;
          private static final Class<? extends %s> VECTOR = VectorWidth.%S_VECTOR;
        """
            .formatted(right.description, className(), type, type + "s", type, vector(), type));
    out.append("  private static final int STRIDE = %sRows.STRIDE;\n".formatted(type));
    if (right.isPacked()) {
      out.append("  private static final long BYTES = VectorWidth.BITS / 8;\n");
      out.append("  private static final ByteOrder ORDER = ByteOrder.nativeOrder();\n");
    }
    if (right == Right.HALF_PANELS) {
      out.append("  private static final int UPPER = 0xFFFF0000;\n");
    }
    out.append("\n  private %s() {}\n".formatted(className()));
    for (int height = 1; height <= MOST_HEIGHT; height++) {
      for (int vectors : widths(height)) {
        out.append(tile(height, vectors));
      }
    }
    return out.append(dispatch()).append("}\n").toString();
  }

  /** Enough chains for two FMA units of four cycles latency, however few the rows; one vector for edges. */
  private List<Integer> widths(int height) {
    List<Integer> widths = new ArrayList<>();
    if (height == 1) {
      widths.add(8);
    }
    if (height <= 3) {
      widths.add(4);
    }
    if (right != Right.HALF_PANELS) {
      widths.add(1);
    }
    widths.add(2);
    return widths;
  }

  private String dispatch() {
    StringBuilder out = new StringBuilder("\n  /**\n   * One tile.\n   *\n");
    out.append("   * @param height rows, 1 to %d\n".formatted(MOST_HEIGHT));
    out.append(
        "   * @param vectors vectors in a row: 2; 1 if not half; 4 for up to 3 rows; 8 for one\n");
    for (Parameter each : parameters()) {
      out.append("   * @param %s %s\n".formatted(each.name, each.meaning));
    }
    out.append("   */\n  static void multiply(\n      int height,\n      int vectors,\n");
    out.append(declared()).append(") {\n    switch (height) {\n");
    for (int height = 1; height <= MOST_HEIGHT; height++) {
      String label = height == MOST_HEIGHT ? "default" : "case " + height;
      out.append("      %s -> {\n        switch (vectors) {\n".formatted(label));
      for (int vectors : widths(height)) {
        String width = vectors == 2 ? "default" : "case " + vectors;
        out.append("          %s -> %s(%s);\n".formatted(width, method(height, vectors), passed()));
      }
      out.append("        }\n      }\n");
    }
    return out.append("    }\n  }\n").toString();
  }

  private static String method(int height, int vectors) {
    return "rows" + height + "By" + vectors;
  }

  private String tile(int height, int vectors) {
    StringBuilder out = new StringBuilder();
    out.append(
        "\n  private static void %s(\n%s) {\n".formatted(method(height, vectors), declared()));
    for (int row = 0; row < height; row++) {
      for (int v = 0; v < vectors; v++) {
        String start = right.isPacked() ? row == 0 ? fromBias(v) : chain(0, v) : fromC(row, v);
        out.append("    %s %s = %s;\n".formatted(vector(), chain(row, v), start));
      }
    }
    if (right.isPacked()) {
      out.append("    if (onward) {\n");
      for (int row = 0; row < height; row++) {
        for (int v = 0; v < vectors; v++) {
          out.append("      %s = %s;\n".formatted(chain(row, v), fromC(row, v)));
        }
      }
      out.append("    }\n");
    }
    out.append("    for (int k = 0; k < depth; k++) {\n");
    for (int v = 0; v < vectors; v++) {
      out.append(load(v).indent(4));
    }
    for (int row = 0; row < height; row++) {
      out.append(
          "      %s x%d = VECTOR.cast(%s.broadcast(SPECIES, a[aOffset%s + k]));\n"
              .formatted(vector(), row, vector(), times(row, "STRIDE")));
      for (int v = 0; v < vectors; v++) {
        String chain = chain(row, v);
        out.append("      %s = x%d.fma(b%d, %s);\n".formatted(chain, row, v, chain));
      }
    }
    out.append("    }\n");
    for (int row = 0; row < height; row++) {
      for (int v = 0; v < vectors; v++) {
        out.append(
            "    VECTOR.cast(%s).intoArray(c, cOffset%s%s);\n"
                .formatted(chain(row, v), times(row, "cStride"), times(v, "LANES")));
      }
    }
    return out.append("  }\n").toString();
  }

  private String fromBias(int v) {
    return "%s.fromArray(SPECIES, bias, biasOffset%s)".formatted(vector(), times(v, "LANES"));
  }

  private String fromC(int row, int v) {
    return "%s.fromArray(SPECIES, c, cOffset%s%s)"
        .formatted(vector(), times(row, "cStride"), times(v, "LANES"));
  }

  private String load(int v) {
    String panel = times(v / 2, "bStep");
    return switch (right) {
      case PANELS ->
          "  %s b%d = %s.fromMemorySegment(SPECIES, b, bOffset%s + k * (2 * BYTES)%s, ORDER);\n"
              .formatted(vector(), v, vector(), panel, v % 2 == 0 ? "" : " + BYTES");
      case HALF_PANELS ->
          v % 2 == 1
              ? "  %s b%d = pair%d.and(UPPER).reinterpretAsFloats();\n"
                  .formatted(vector(), v, v - 1)
              : """
                  IntVector pair%d =
                      VectorWidth.INT_VECTOR.cast(
                          IntVector.fromMemorySegment(
                              VectorWidth.INTS, b, bOffset%s + k * BYTES, ORDER));
                  %s b%d = pair%d.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
                """
                  .formatted(v, panel, vector(), v, v);
      case IN_PLACE ->
          "  %s b%d = %s.fromArray(SPECIES, b, bOffset + k * bStep%s);\n"
              .formatted(vector(), v, vector(), times(v, "LANES"));
    };
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
