package dev.carrylane.generator;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The same text for another type or another width: other names, and nothing else. What differs in another precision is
 * in a class for each, with members of the same names.
 */
final class Twins {
  /** Float sources that have a twin. Every class in them is called after its type, or renamed below. */
  static final List<String> IN_DOUBLE =
      List.of(
          "internal/choice/FloatAffineChoice",
          "internal/kernel/FloatAffineGradientKernel",
          "internal/choice/FloatAffineGradientRehearsal",
          "internal/kernel/FloatAffineKernel",
          "internal/kernel/FloatGemmKernel",
          "internal/choice/FloatGemmChoice",
          "internal/pack/FloatPanels",
          "internal/kernel/FloatProduct",
          "internal/product/FloatProductLoop",
          "internal/kernel/FloatTile",
          "internal/product/FloatWeights",
          "internal/kernel/FloatWorkspace",
          "internal/scalar/FloatScalarAffineGradientKernel",
          "internal/scalar/FloatScalarAffineKernel",
          "internal/scalar/FloatScalarGemmKernel",
          "internal/vector/FloatAffinePair",
          "internal/vector/FloatAffineRows",
          "internal/vector/FloatAffineStreams",
          "internal/vector/FloatRows",
          "internal/vector/FloatVectorAffineGradientKernel",
          "internal/vector/FloatVectorAffineKernel",
          "internal/vector/FloatVectorGemmKernel",
          "gemm/Gemm",
          "scan/AffineScan",
          "scan/AffineScanGradient",
          "scan/FloatAffineGradientRecurrence",
          "scan/FloatAffineRecurrence");

  /** Float sources that have a twin for long. */
  static final List<String> IN_LONG =
      List.of(
          "internal/choice/FloatSemiringRehearsal",
          "scan/FloatSemiringRecurrence",
          "scan/FloatSemiringScan");

  /** Sources with vectors of one width that are made again for narrower ones. */
  static final List<String> IN_NARROW = List.of("internal/vector/FloatAffinePair");

  /** The narrower widths, as they end the names of classes. */
  static final List<String> PARTS = List.of("Half", "Quarter");

  private static final Pattern COMMENT =
      Pattern.compile("^ */\\*\\*.*?\\*/\\n|^ *//[^\\n]*\\n", Pattern.DOTALL | Pattern.MULTILINE);

  private Twins() {}

  /**
   * The code of a class that is not part of the public interface. The comments of the original, which are not
   * repeated, hold for its twins; blank lines are left to the formatter.
   */
  static String code(String name, String source) {
    String type = name.substring(name.lastIndexOf('/') + 1);
    boolean isPublic = !name.startsWith("internal/") && source.contains("\npublic ");
    if (isPublic) {
      return source;
    }
    String bare = COMMENT.matcher(source).replaceAll("").replaceAll("\n\n+", "\n");
    String link = "/** As {@link %s}, whose comments hold here; generated. */\n".formatted(type);
    return bare.replaceFirst("(?m)^(?=(public |final |abstract )*(class|interface) )", link);
  }

  /** In double precision. */
  static String inDouble(String source) {
    return source
        .replaceAll("\\b(Gemm|PackedWeights|AffineScan(?:Gradient)?)\\b", "Double$1")
        .replaceAll("\\bfloat(?=s?\\b|[A-Z])", "double")
        .replaceAll("\\bFloat(?=[A-Z.<>])", "Double")
        .replaceAll("(?<=\\b|_)FLOAT(?=S\\b|_)", "DOUBLE")
        .replaceAll("\\bJAVA_FLOAT\\b", "JAVA_DOUBLE")
        .replaceAll("\\b0f\\b", "0d");
  }

  /** For long. */
  static String inLong(String source) {
    return source
        .replaceAll("\\bfloat(?=s?\\b|[A-Z])", "long")
        .replaceAll("\\bFloat(?=[A-Z])", "Long");
  }

  /** With vectors of a half or a quarter of the width. */
  static String narrow(String type, String source, String part) {
    return source
        .replaceAll("\\b" + type + "\\b", type + part)
        .replaceAll("\\bVectorWidth\\.", "VectorWidth." + part.toUpperCase(Locale.ROOT) + "_");
  }
}
