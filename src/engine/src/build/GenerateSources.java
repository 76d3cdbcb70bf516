import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/**
 * Writes the sources that are too regular to be written by hand: the register tiles of the matrix
 * products, and the double-precision twins of the float classes.
 *
 * <p>A register tile holds its chains in local variables, because the JIT keeps no array of vectors in
 * registers; so each height and width is a method of its own. The twins differ from their originals in
 * nothing but the type.
 *
 * <p>Arguments: the directory of the hand-written sources, the directory to write to.
 */
final class GenerateSources {
  private static final String ENGINE = "dev/carrylane/engine/";

  /** Float sources that have a twin. Every class in them is called after its type, or renamed below. */
  private static final List<String> WITH_TWIN =
      List.of(
          "internal/FloatBatchLoop",
          "internal/FloatGemmKernel",
          "internal/FloatPanels",
          "internal/FloatProduct",
          "internal/FloatProductLoop",
          "internal/scalar/FloatScalarGemmKernel",
          "internal/vector/FloatRows",
          "internal/vector/FloatVectorGemmKernel",
          "gemm/Gemm",
          "gemm/PackedWeights");

  private GenerateSources() {}

  public static void main(String[] arguments) throws IOException {
    Path sources = Path.of(arguments[0]).resolve(ENGINE);
    Path target = Path.of(arguments[1]).resolve(ENGINE);
    for (Tiles.Right right : Tiles.Right.values()) {
      write(target, "internal/vector/Float" + right.className, Tiles.source("Float", right));
      if (right != Tiles.Right.HALF_PANELS) {
        write(target, "internal/vector/Double" + right.className, Tiles.source("Double", right));
      }
    }
    for (String name : WITH_TWIN) {
      write(target, twin(name), twin(Files.readString(sources.resolve(name + ".java"))));
    }
  }

  private static void write(Path directory, String name, String source) throws IOException {
    Path file = directory.resolve(name + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
  }

  /** The same text in double precision. Lines from "// #float" to "// #end" exist in single precision only. */
  private static String twin(String source) {
    return source
        .replaceAll("(?s)[ ]*// #float\n.*?// #end\n", "")
        .replaceAll("\\bGemm\\b", "DoubleGemm")
        .replaceAll("\\bPackedWeights\\b", "DoublePackedWeights")
        .replaceAll("\\bgemm/Gemm\\b", "gemm/DoubleGemm")
        .replaceAll("\\bfloat(?=s?\\b|Gemm|Chain)", "double")
        .replaceAll("\\bFloat(?=[A-Z.])", "Double")
        .replaceAll("\\bFLOAT(?=S\\b|_LANES\\b)", "DOUBLE")
        .replaceAll("\\bJAVA_FLOAT\\b", "JAVA_DOUBLE")
        .replaceAll("FloatScalar", "DoubleScalar")
        .replaceAll("\\bFloat(?=<|>)", "Double")
        .replaceAll("\\b0f\\b", "0d");
  }

  /** The register tiles. */
  private static final class Tiles {
    /** The most chains that fit in 32 registers beside their operands. */
    private static final int MOST_HEIGHT = 12;

    /** Where the right operand lies. */
    enum Right {
      PANELS("Tiles", "packed in aligned native memory"),
      IN_PLACE("TilesInPlace", "read where the caller has it"),
      HALF_PANELS(
          "TilesHalf",
          "packed in aligned native memory as bfloat16, two columns in an int: the upper half of a float is a"
              + " bfloat16, so that one mask or shift widens a vector of them");

      final String className;
      final String description;

      Right(String className, String description) {
        this.className = className;
        this.description = description;
      }
    }

    private Tiles() {}

    static String source(String type, Right right) {
      String name = type + right.className;
      StringBuilder out = new StringBuilder();
      out.append("package dev.carrylane.engine.internal.vector;\n\n");
      if (right != Right.IN_PLACE) {
        out.append("import java.lang.foreign.MemorySegment;\n");
        out.append("import java.nio.ByteOrder;\n");
      }
      out.append("import jdk.incubator.vector.").append(type).append("Vector;\n");
      if (right == Right.HALF_PANELS) {
        out.append("import jdk.incubator.vector.IntVector;\n");
        out.append("import jdk.incubator.vector.VectorOperators;\n");
      }
      out.append("import jdk.incubator.vector.VectorSpecies;\n\n");
      out.append("/**\n * Register tiles on a right operand that is ").append(right.description);
      out.append(
          """
          .
           * Generated: a method for each number of rows and of vectors in a row.
           *
           * <p>The left operand is rows of constant distance, see {@link ROWS}. Chains begin at the bias or go
           * on from C, and end in C. (To start from the bias by a test of its own, instead of reading start values
           * with a row distance of zero, made 32³ 8 % and 64³ 5 % faster: two loads instead of 24.)
           */
          """
              .replace("ROWS", type + "Rows"));
      out.append("final class ").append(name).append(" {\n");
      String species = type.toUpperCase() + "S";
      out.append(
          """
            private static final VectorSpecies<TYPE> SPECIES = VectorWidth.SPECIES_NAME;
            private static final int LANES = VectorWidth.LANES_NAME;
            private static final int STRIDE = TYPERows.STRIDE;
          """
              .replace("LANES_NAME", type.toUpperCase() + "_LANES")
              .replace("SPECIES_NAME", species)
              .replace("TYPE", type));
      if (right != Right.IN_PLACE) {
        out.append("  private static final long VECTOR = VectorWidth.BITS / 8;\n");
        out.append("  private static final ByteOrder ORDER = ByteOrder.nativeOrder();\n");
      }
      if (right == Right.HALF_PANELS) {
        out.append("  private static final int UPPER = 0xFFFF0000;\n");
      }
      out.append("\n  private ").append(name).append("() {}\n");
      StringBuilder heights = new StringBuilder();
      for (int height = 1; height <= MOST_HEIGHT; height++) {
        StringBuilder widths = new StringBuilder();
        for (int vectors : widths(height, right)) {
          out.append(tile(type, right, height, vectors));
          widths
              .append(vectors == 2 ? "        default -> " : "        case " + vectors + " -> ")
              .append(method(height, vectors))
              .append("(" + ARGUMENTS + ");\n");
        }
        heights
            .append(height == MOST_HEIGHT ? "      default -> {\n" : "      case " + height + " -> {\n")
            .append("        switch (vectors) {\n")
            .append(widths.toString().indent(2))
            .append("        }\n      }\n");
      }
      out.append(
          """

            /**
             * One tile.
             *
             * @param height rows, 1 to 12
             * @param vectors vectors in a row: 1 or 2, 4 for up to 3 rows, 8 for one
             * @param a rows of the left operand
             * @param aOffset where the first starts
             * @param depth steps of the chains
             * @param b right operand
             * @param bOffset its element for the first step and column
             * @param bStep STEP
             * @param bias start values, one for each column
             * @param biasOffset that of the first column
             * @param onward whether the chains go on from C instead
             * @param c result
             * @param cOffset where its first row starts
             * @param cStride distance between its rows
             */
          """
              .replace("STEP", right == Right.IN_PLACE ? "distance between its rows" : "distance between its panels"));
      out.append("  static void multiply(\n      int height,\n      int vectors,\n");
      out.append(parameters(type, right)).append(") {\n    switch (height) {\n");
      out.append(heights).append("    }\n  }\n}\n");
      return out.toString();
    }

    private static final String ARGUMENTS =
        "a, aOffset, depth, b, bOffset, bStep, bias, biasOffset, onward, c, cOffset, cStride";

    /** Enough chains for two FMA units of four cycles latency, however few the rows. */
    private static int[] widths(int height, Right right) {
      boolean half = right == Right.HALF_PANELS;
      if (height == 1) {
        return half ? new int[] {8, 4, 2} : new int[] {8, 4, 1, 2};
      }
      if (height <= 3) {
        return half ? new int[] {4, 2} : new int[] {4, 1, 2};
      }
      return half ? new int[] {2} : new int[] {1, 2};
    }

    private static String method(int height, int vectors) {
      return "rows" + height + "By" + vectors;
    }

    private static String parameters(String type, Right right) {
      String element = type.toLowerCase();
      StringJoiner list = new StringJoiner(",\n");
      list.add("      " + element + "[] a");
      list.add("      int aOffset");
      list.add("      int depth");
      list.add("      " + (right == Right.IN_PLACE ? element + "[]" : "MemorySegment") + " b");
      list.add("      " + (right == Right.IN_PLACE ? "int" : "long") + " bOffset");
      list.add("      " + (right == Right.IN_PLACE ? "int" : "long") + " bStep");
      list.add("      " + element + "[] bias");
      list.add("      int biasOffset");
      list.add("      boolean onward");
      list.add("      " + element + "[] c");
      list.add("      int cOffset");
      list.add("      int cStride");
      return list.toString();
    }

    private static String tile(String type, Right right, int height, int vectors) {
      String vector = type + "Vector";
      StringBuilder out = new StringBuilder();
      out.append("\n  private static void ").append(method(height, vectors)).append("(\n");
      out.append(parameters(type, right)).append(") {\n");
      for (int row = 0; row < height; row++) {
        for (int v = 0; v < vectors; v++) {
          String first =
              row > 0
                  ? chain(0, v)
                  : "%s.fromArray(SPECIES, bias, biasOffset%s)".formatted(vector, times(v, "LANES"));
          out.append("    %s %s = %s;\n".formatted(vector, chain(row, v), first));
        }
      }
      out.append("    if (onward) {\n");
      for (int row = 0; row < height; row++) {
        for (int v = 0; v < vectors; v++) {
          out.append(
              "      %s = %s.fromArray(SPECIES, c, cOffset%s%s);\n"
                  .formatted(chain(row, v), vector, times(row, "cStride"), times(v, "LANES")));
        }
      }
      out.append("    }\n");
      out.append("    for (int k = 0; k < depth; k++) {\n");
      for (int v = 0; v < vectors; v++) {
        out.append(load(vector, right, v));
      }
      for (int row = 0; row < height; row++) {
        out.append(
            "      %s x%d = %s.broadcast(SPECIES, a[aOffset%s + k]);\n"
                .formatted(vector, row, vector, times(row, "STRIDE")));
        for (int v = 0; v < vectors; v++) {
          out.append(
              "      %s = x%d.fma(b%d, %s);\n".formatted(chain(row, v), row, v, chain(row, v)));
        }
      }
      out.append("    }\n");
      for (int row = 0; row < height; row++) {
        for (int v = 0; v < vectors; v++) {
          out.append(
              "    %s.intoArray(c, cOffset%s%s);\n"
                  .formatted(chain(row, v), times(row, "cStride"), times(v, "LANES")));
        }
      }
      return out.append("  }\n").toString();
    }

    private static String load(String vector, Right right, int v) {
      return switch (right) {
        case IN_PLACE ->
            "      %s b%d = %s.fromArray(SPECIES, b, bOffset + k * bStep%s);\n"
                .formatted(vector, v, vector, times(v, "LANES"));
        case PANELS ->
            "      %s b%d = %s.fromMemorySegment(SPECIES, b, bOffset%s + k * (2 * VECTOR)%s, ORDER);\n"
                .formatted(vector, v, vector, times(v / 2, "bStep"), v % 2 == 0 ? "" : " + VECTOR");
        case HALF_PANELS ->
            v % 2 == 0
                ? """
                        IntVector pair%d =
                            IntVector.fromMemorySegment(VectorWidth.INTS, b, bOffset%s + k * VECTOR, ORDER);
                        %s b%d = pair%d.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
                  """
                    .formatted(v, times(v / 2, "bStep"), vector, v, v)
                : "      %s b%d = pair%d.and(UPPER).reinterpretAsFloats();\n".formatted(vector, v, v - 1);
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
}
