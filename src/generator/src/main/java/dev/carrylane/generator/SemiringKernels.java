package dev.carrylane.generator;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The kernels of the semirings for one element type: their contract and its two implementations. What a
 * semiring does to an element is one expression here; the loops around it are the same for all, and each
 * semiring has its own copy of them, because a choice inside them would keep the JIT from making one
 * instruction of it.
 *
 * @param type the element type as it begins the names of classes
 */
record SemiringKernels(String type) {
  static final List<SemiringKernels> ALL =
      List.of(new SemiringKernels("Long"), new SemiringKernels("Float"));

  /** Steps of a strip of channels before the next strip of the same rows is begun. */
  private static final int TILE_ROWS = 8;

  /** Vectors of channels that go down the rows together. */
  private static final int VECTORS = 4;

  /** A semiring, with its step on numbers and on vectors. */
  private enum Semiring {
    SUM("add(#)", ""),
    PRODUCT("mul(#)", ""),
    MAX("max(#)", ""),
    MIN("min(#)", ""),
    OR_AND("or(#)", "and(#)"),
    PLUS_TIMES("add(#)", "mul(#)"),
    MAX_PLUS("max(#)", "add(#)"),
    MIN_PLUS("min(#)", "add(#)");

    private final String plus;
    private final String times;

    Semiring(String plus, String times) {
      this.plus = plus;
      this.times = times;
    }

    boolean hasPropagate() {
      return ordinal() >= OR_AND.ordinal();
    }

    boolean isTropical() {
      return this == MAX_PLUS || this == MIN_PLUS;
    }

    /** Whether x ⊕ x = x. */
    boolean isIdempotent() {
      return this == MAX || this == MIN || this == OR_AND;
    }

    String method() {
      String lower = name().toLowerCase(Locale.ROOT);
      int cut = lower.indexOf('_');
      return cut < 0
          ? lower
          : lower.substring(0, cut)
              + Character.toUpperCase(lower.charAt(cut + 1))
              + lower.substring(cut + 2);
    }

    String plus(String x, String y) {
      return x + "." + plus.replace("#", y);
    }

    String times(String x, String y) {
      return x + "." + times.replace("#", y);
    }
  }

  private boolean isInteger() {
    return type.equals("Long");
  }

  private boolean has(Semiring semiring) {
    return isInteger() || semiring != Semiring.OR_AND && semiring != Semiring.PLUS_TIMES;
  }

  private boolean isExact(Semiring semiring) {
    return isInteger() || semiring == Semiring.MAX || semiring == Semiring.MIN;
  }

  /** Whether a vector of steps of one channel is scanned in the register. */
  private boolean isInTime(Semiring semiring) {
    return isExact(semiring) && !semiring.isTropical();
  }

  private List<Semiring> all() {
    return List.of(Semiring.values()).stream().filter(this::has).toList();
  }

  private List<Semiring> inTime() {
    return all().stream().filter(this::isInTime).toList();
  }

  String name(String implementation) {
    return type + implementation + "SemiringKernel";
  }

  private String element() {
    return type.toLowerCase(Locale.ROOT);
  }

  private String vectorType() {
    return type + "Vector";
  }

  private String lowest() {
    return isInteger() ? type + ".MIN_VALUE" : type + ".NEGATIVE_INFINITY";
  }

  private String highest() {
    return isInteger() ? type + ".MAX_VALUE" : type + ".POSITIVE_INFINITY";
  }

  private String zero(Semiring semiring) {
    return switch (semiring) {
      case SUM, OR_AND, PLUS_TIMES -> "0";
      case PRODUCT -> "1";
      case MAX, MAX_PLUS -> lowest();
      case MIN, MIN_PLUS -> highest();
    };
  }

  private String one(Semiring semiring) {
    return switch (semiring) {
      case OR_AND -> "-1";
      case PLUS_TIMES -> "1";
      default -> "0";
    };
  }

  private static String names(List<Semiring> semirings) {
    return semirings.stream().map(Enum::name).collect(Collectors.joining(", "));
  }

  /** Replaces T by the element type, Type by its name and Vector by its vectors. */
  private String typed(String text) {
    return text.replace("«T»", element()).replace("«Type»", type).replace("«Vector»", vectorType());
  }

  String contract() {
    StringBuilder out =
        new StringBuilder(
            """
            package dev.carrylane.engine.internal.kernel;

            import dev.carrylane.engine.scan.Semiring;
            import java.util.Arrays;

            /**
             * The recurrence h_t = (p_t ⊗ h_{t−1}) ⊕ g_t of a semiring, channels independent. Where the semiring
             * has no propagate, p is not read.
             */
            public interface «Type»SemiringKernel {
              /**
               * The operands of a call, all of them checked, with the distance from a step to the next (negative
               * where a scan goes back in time) and from a channel to the next. h may be p or g.
               */
              final class Operands {
                public «T»[] p;
                public int pStep;
                public int pChannel;
                public «T»[] g;
                public int gStep;
                public int gChannel;
                public «T»[] h;
                public int hStep;
                public int hChannel;

                /** Whether the channels of a step lie side by side in every operand. */
                public boolean channelsTouch() {
                  return pChannel == 1 && gChannel == 1 && hChannel == 1;
                }

                /** Lets go of the caller's arrays. */
                public void clear() {
                  p = null;
                  g = null;
                  h = null;
                }
              }

              /**
               * Runs the recurrence. {@code h} may be the same array as {@code g} or {@code p} in the same places.
               *
               * @param semiring the operations
               * @param on the operands
               * @param steps steps, 0 or more
               * @param channels channels, at least 1
               * @param pAt first element of p
               * @param gAt first element of g
               * @param hAt first element of h
               * @param state the state before, of each channel; replaced by the state after
               * @param stateAt its first element
               */
              void scan(
                  Semiring semiring,
                  Operands on,
                  int steps,
                  int channels,
                  int pAt,
                  int gAt,
                  int hAt,
                  «T»[] state,
                  int stateAt);

              /**
               * Runs the recurrence for the state after it alone; h is not used.
               *
               * @param semiring the operations
               * @param on the operands
               * @param steps steps, 0 or more
               * @param channels channels, at least 1
               * @param pAt first element of p
               * @param gAt first element of g
               * @param state the state before, of each channel; replaced by the state after
               * @param stateAt its first element
               */
              void advance(
                  Semiring semiring,
                  Operands on,
                  int steps,
                  int channels,
                  int pAt,
                  int gAt,
                  «T»[] state,
                  int stateAt);

              /**
               * Reduces steps of a semiring that {@link #isExact} to one map: the sum is the state after them if it
               * starts with the identity of ⊕. The product of all p is used where the semiring has propagate.
               *
               * @param semiring the operations
               * @param on the operands; h is not used
               * @param steps steps, at least 1
               * @param channels channels, at least 1
               * @param pAt first element of p
               * @param gAt first element of g
               * @param products receives the products
               * @param sums receives the sums
               * @param at first element of both
               */
              default void reduce(
                  Semiring semiring,
                  Operands on,
                  int steps,
                  int channels,
                  int pAt,
                  int gAt,
                  «T»[] products,
                  «T»[] sums,
                  int at) {
                Arrays.fill(sums, at, at + channels, zero(semiring));
                advance(semiring, on, steps, channels, pAt, gAt, sums, at);
            «products»  }

              /**
               * Whether the map of a block gives the state behind it: not where the composed gains have left the range
               * of numbers, because a state that takes all of them may have been beaten long before.
               *
               * @param semiring one that {@link #isExact}
               * @param product the product of the block
               * @param before the state before
               * @return false if the block has to be gone through step by step
               */
              static boolean holds(Semiring semiring, «T» product, «T» before) {
            «holds»  }
            """
                .replace(
                    "«products»",
                    isInteger()
                        ? """
                              if (semiring.hasPropagate()) {
                                Arrays.fill(products, at, at + channels, one(semiring));
                                multiply(semiring, on, steps, channels, pAt, products, at);
                              }
                          """
                        : "")
                .replace(
                    "«holds»",
                    isInteger()
                        ? """
                              «T» nothing = zero(semiring);
                              boolean tropical = semiring == Semiring.MAX_PLUS || semiring == Semiring.MIN_PLUS;
                              return !tropical || compose(product, before, nothing) != ~nothing;
                          """
                        : "    return true;\n"));
    if (isInteger()) {
      out.append(
          """

            /**
             * Multiplies all p of a semiring that has propagate: product ⊗ p_0 ⊗ p_1 ⊗ …, as {@link #compose} does
             * it.
             *
             * @param semiring the operations
             * @param on the operands; only p is used
             * @param steps steps, 0 or more
             * @param channels channels, at least 1
             * @param pAt first element of p
             * @param product a factor for each channel; replaced by the product
             * @param at its first element
             */
            void multiply(
                Semiring semiring, Operands on, int steps, int channels, int pAt, «T»[] product, int at);

            /**
             * The product of a semiring, from which nothing changes what it is multiplied by.
             *
             * @param semiring one that has propagate
             * @return the identity of ⊗
             */
            static «T» one(Semiring semiring) {
              return semiring == Semiring.OR_AND ? -1 : semiring == Semiring.PLUS_TIMES ? 1 : 0;
            }

            /**
             * The sum of a value and a gain, where one of them may be nothing and then the sum is.
             *
             * @param value the one
             * @param gain the other
             * @param nothing the number that stands for −∞ or ∞
             * @return the sum, wrapped around
             */
            static «T» plus(«T» value, «T» gain, «T» nothing) {
              return value == nothing || gain == nothing ? nothing : value + gain;
            }

            /**
             * The sum of two gains as {@link #plus}, but {@code ~nothing} where it leaves the range of numbers or
             * one of them is that already.
             *
             * @param x the one
             * @param y the other
             * @param nothing the number that stands for −∞ or ∞
             * @return the sum
             */
            static «T» compose(«T» x, «T» y, «T» nothing) {
              if (x == nothing || y == nothing) {
                return nothing;
              }
              «T» sum = x + y;
              boolean left = ((x ^ sum) & (y ^ sum)) < 0;
              return left || x == ~nothing || y == ~nothing || sum == nothing ? ~nothing : sum;
            }
          """);
    }
    out.append(
        """

          /**
           * Whether the semiring is one of this element type.
           *
           * @param semiring the semiring
           * @return whether the kernels have it
           */
          static boolean has(Semiring semiring) {
            return %s;
          }

          /**
           * Whether results are the same however the steps are grouped.
           *
           * @param semiring the semiring
           * @return false where elements round
           */
          static boolean isExact(Semiring semiring) {
            return %s;
          }

          /**
           * The state that a sequence starts from if it is given none.
           *
           * @param semiring the semiring
           * @return the identity of ⊕, or 1 for plain products
           */
          static «T» zero(Semiring semiring) {
            return switch (semiring) {
              case SUM, OR_AND, PLUS_TIMES -> 0;
              case PRODUCT -> 1;
              case MAX, MAX_PLUS -> %s;
              case MIN, MIN_PLUS -> %s;
            };
          }
        }
        """
            .formatted(
                isInteger()
                    ? "true"
                    : "semiring != Semiring.OR_AND && semiring != Semiring.PLUS_TIMES",
                isInteger() ? "true" : "semiring == Semiring.MAX || semiring == Semiring.MIN",
                lowest(),
                highest()));
    return typed(out.toString());
  }

  // What follows is written for the scalar backend.

  private String step(Semiring semiring) {
    String nothing = zero(semiring);
    String gained =
        isInteger() ? "«Type»SemiringKernel.plus(p[pi], h0, " + nothing + ")" : "p[pi] + h0";
    return switch (semiring) {
      case SUM -> "h0 + g[gi]";
      case PRODUCT -> "h0 * g[gi]";
      case MAX -> "Math.max(h0, g[gi])";
      case MIN -> "Math.min(h0, g[gi])";
      case OR_AND -> "p[pi] & h0 | g[gi]";
      case PLUS_TIMES -> "p[pi] * h0 + g[gi]";
      case MAX_PLUS -> "Math.max(" + gained + ", g[gi])";
      case MIN_PLUS -> "Math.min(" + gained + ", g[gi])";
    };
  }

  String scalar() {
    StringBuilder out =
        new StringBuilder(
            """
            package dev.carrylane.engine.internal.scalar;

            import dev.carrylane.engine.internal.kernel.«Type»SemiringKernel;
            import dev.carrylane.engine.scan.Semiring;

            /**
             * Scans of semirings in plain Java, channel after channel. Generated: a loop for each.
             */
            public final class «Type»ScalarSemiringKernel implements «Type»SemiringKernel {
              /** Elements of one operand that a pass over its channels covers before the next rows are begun. */
              private static final int TILE_ELEMENTS = 2048;

              private static final int MIN_TILE_ROWS = 16;

              @Override
              public void scan(
                  Semiring semiring,
                  Operands on,
                  int steps,
                  int channels,
                  int pAt,
                  int gAt,
                  int hAt,
                  «T»[] state,
                  int stateAt) {
                int tile = on.channelsTouch() ? Math.max(MIN_TILE_ROWS, TILE_ELEMENTS / channels) : steps;
                for (int t = 0; t < steps; ) {
                  int rows = Math.min(tile, steps - t);
                  for (int c = 0; c < channels; c++) {
                    int pi = pAt + t * on.pStep + c * on.pChannel;
                    int gi = gAt + t * on.gStep + c * on.gChannel;
                    int hi = hAt + t * on.hStep + c * on.hChannel;
                    step(semiring, on, rows, pi, gi, on.h, hi, state, stateAt + c);
                  }
                  t += rows;
                }
              }

              @Override
              public void advance(
                  Semiring semiring,
                  Operands on,
                  int steps,
                  int channels,
                  int pAt,
                  int gAt,
                  «T»[] state,
                  int stateAt) {
                for (int c = 0; c < channels; c++) {
                  int pi = pAt + c * on.pChannel;
                  int gi = gAt + c * on.gChannel;
                  step(semiring, on, steps, pi, gi, state, stateAt + c, state, stateAt + c);
                }
              }

              /** One channel. Where h is the state, that takes what nobody keeps. */
              private static void step(
                  Semiring semiring,
                  Operands on,
                  int steps,
                  int pi,
                  int gi,
                  «T»[] h,
                  int hi,
                  «T»[] state,
                  int si) {
                switch (semiring) {
            «steps»
                }
              }
            """
                .replace("«steps»", cases("      ", "(on, steps, pi, gi, h, hi, state, si)")));
    if (isInteger()) {
      out.append(
          """

            @Override
            public void multiply(
                Semiring semiring, Operands on, int steps, int channels, int pAt, «T»[] product, int at) {
              «T»[] p = on.p;
              int step = on.pChannel;
              «T» nothing = «Type»SemiringKernel.zero(semiring);
              for (int t = 0; t < steps; t++) {
                int pi = pAt + t * on.pStep;
                switch (semiring) {
                  case OR_AND -> {
                    for (int c = 0; c < channels; c++) {
                      product[at + c] &= p[pi + c * step];
                    }
                  }
                  case PLUS_TIMES -> {
                    for (int c = 0; c < channels; c++) {
                      product[at + c] *= p[pi + c * step];
                    }
                  }
                  default -> {
                    for (int c = 0; c < channels; c++) {
                      product[at + c] =
                          «Type»SemiringKernel.compose(product[at + c], p[pi + c * step], nothing);
                    }
                  }
                }
              }
            }
          """);
    }
    for (Semiring semiring : all()) {
      out.append(scalarLoop(semiring));
    }
    return typed(out.append("}\n").toString());
  }

  private String cases(String indent, String call) {
    StringBuilder out = new StringBuilder();
    for (Semiring each : all()) {
      out.append("%scase %s -> %s%s;\n".formatted(indent, each.name(), each.method(), call));
    }
    if (!isInteger()) {
      out.append(
          "%sdefault -> throw new IllegalArgumentException(semiring.toString());\n"
              .formatted(indent));
    }
    return out.toString().stripTrailing();
  }

  private String scalarLoop(Semiring semiring) {
    boolean p = semiring.hasPropagate();
    StringBuilder out = new StringBuilder("\n  private static void ");
    out.append(semiring.method());
    out.append(
        "(\nOperands on, int steps, int pi, int gi, «T»[] h, int hi, «T»[] state, int si) {\n");
    out.append(p ? "    «T»[] p = on.p;\n    int pStep = on.pStep;\n" : "");
    out.append("    «T»[] g = on.g;\n    int gStep = on.gStep;\n");
    out.append("    int hStep = h == state ? 0 : on.hStep;\n");
    out.append("    «T» h0 = state[si];\n    for (int t = 0; t < steps; t++) {\n");
    out.append("      h0 = %s;\n".formatted(step(semiring)));
    out.append("      h[hi] = h0;\n      hi += hStep;\n");
    out.append(p ? "      pi += pStep;\n" : "");
    out.append("      gi += gStep;\n    }\n    state[si] = h0;\n  }\n");
    return out.toString();
  }

  // What follows is written for the vector backend.

  /** The state h has come around a loop; p is of a known class. */
  private String stepOfVectors(Semiring semiring, String p, String h, String g) {
    String known = "VECTOR.cast(%s)".formatted(h);
    if (!semiring.hasPropagate()) {
      return semiring.plus(known, g);
    }
    String product = semiring.times(p, h);
    if (semiring.isTropical() && isInteger()) {
      String nothing = zero(semiring);
      product =
          "%s.blend(%s, %s.eq(%s).or(%s.eq(%s)))"
              .formatted(product, nothing, p, nothing, known, nothing);
    }
    return semiring.plus(product, g);
  }

  String vector() {
    StringBuilder out =
        new StringBuilder(
            """
            package dev.carrylane.engine.internal.vector;

            import dev.carrylane.engine.internal.kernel.«Type»SemiringKernel;
            import dev.carrylane.engine.internal.scalar.«Type»ScalarSemiringKernel;
            import dev.carrylane.engine.scan.Semiring;
            import jdk.incubator.vector.«Vector»;
            «imports»import jdk.incubator.vector.VectorShuffle;
            import jdk.incubator.vector.VectorSpecies;

            /**
             * Scans of semirings on vectors. Generated: the same loops for each.
             *
             * <p>Channels that lie side by side go on lanes, four vectors at a time down the rows. Those that do not
             * fill a vector are covered by one that ends at the last channel and overlaps its left neighbour: both
             * go down the rows together and read a row before they write it, so that this holds in place too.
             *
             * <p>Steps that lie side by side go on lanes where the grouping of steps changes nothing: a vector of
             * them is scanned in the register, with a shift by 1, 2, 4, … lanes for each doubling (Kogge and Stone,
             * "A parallel algorithm for the efficient solution of a general class of recurrence equations", 1973).
             * The carry from vector to vector waits for one operation alone, because it meets the vector's total, not
             * its last state. Two lanes are too few for that. Everything else goes to the scalar kernel.
             */
            final class «Type»VectorSemiringKernel implements «Type»SemiringKernel {
              private static final VectorSpecies<«Type»> SPECIES = VectorWidth.%S;
              private static final int LANES = VectorWidth.%S_LANES;
              private static final Class<? extends «Vector»> VECTOR = VectorWidth.%S_VECTOR;

              /** Rows taken at a time where they are wider than four vectors: few, for the prefetchers' sake. */
              private static final int TILE_ROWS = %d;

              /** Each lane from the one 1, 2, 4, … before it, the first ones from lane 0. */
              private static final VectorShuffle<«Type»> BACK1 = back(1);

              private static final VectorShuffle<«Type»> BACK2 = back(2);
              private static final VectorShuffle<«Type»> BACK4 = back(4);
            «back8»              private static final VectorShuffle<«Type»> LAST =
                  VectorShuffle.fromOp(SPECIES, i -> LANES - 1);

              private final «Type»SemiringKernel scalar = new «Type»ScalarSemiringKernel();

              private static VectorShuffle<«Type»> back(int lanes) {
                return VectorShuffle.fromOp(SPECIES, i -> Math.max(0, i - lanes));
              }
            """
                .formatted(type + "s", type, type, TILE_ROWS)
                .replace(
                    "«back8»",
                    isInteger()
                        ? ""
                        : "  private static final VectorShuffle<«Type»> BACK8 = back(8);\n")
                .replace(
                    "«imports»",
                    isInteger()
                        ? "import jdk.incubator.vector.VectorMask;\nimport jdk.incubator.vector.VectorOperators;\n"
                        : ""));
    if (isInteger()) {
      out.append(
          """

            /** The first 1, 2, 4 lanes. */
            private static final VectorMask<«Type»> HEAD1 = head(1);

            private static final VectorMask<«Type»> HEAD2 = head(2);
            private static final VectorMask<«Type»> HEAD4 = head(4);

            private static VectorMask<«Type»> head(int lanes) {
              return SPECIES.indexInRange(0, Math.min(lanes, LANES));
            }
          """);
    }
    out.append(
        """

          @Override
          public void scan(
              Semiring semiring,
              Operands on,
              int steps,
              int channels,
              int pAt,
              int gAt,
              int hAt,
              «T»[] state,
              int stateAt) {
            if (channels >= LANES && on.channelsTouch() && channelsFit(semiring)) {
              int tile = channels <= 4 * LANES ? steps : TILE_ROWS;
              for (int t = 0; t < steps; ) {
                int rows = Math.min(tile, steps - t);
                int pi = pAt + t * on.pStep;
                int gi = gAt + t * on.gStep;
                int hi = hAt + t * on.hStep;
                tile(semiring, on, rows, channels, pi, gi, on.h, hi, state, stateAt);
                t += rows;
              }
              return;
            }
            int done = stepsTouch(semiring, on) && on.hStep == 1 ? steps - steps %% LANES : 0;
            if (done > 0) {
              for (int c = 0; c < channels; c++) {
                int pi = pAt + c * on.pChannel;
                int gi = gAt + c * on.gChannel;
                int hi = hAt + c * on.hChannel;
                int si = stateAt + c;
                switch (semiring) {
        «inTime»
                }
              }
            }
            int pi = pAt + done * on.pStep;
            int gi = gAt + done * on.gStep;
            int hi = hAt + done * on.hStep;
            scalar.scan(semiring, on, steps - done, channels, pi, gi, hi, state, stateAt);
          }

          /**
           * Whether the JIT makes good code of channels on lanes. On JDK 25 it does not of a comparison of two
           * lanes, which allocates a mask in every row.
           */
          private static boolean channelsFit(Semiring semiring) {
            return %s;
          }

          /** Whether a vector of steps may be read at once, and scanned in the register. */
          private static boolean stepsTouch(Semiring semiring, Operands on) {
            return LANES > 2 && on.gStep == 1 && on.pStep == 1 && %s;
          }

          @Override
          public void advance(
              Semiring semiring,
              Operands on,
              int steps,
              int channels,
              int pAt,
              int gAt,
              «T»[] state,
              int stateAt) {
            if (channels >= LANES && on.channelsTouch() && channelsFit(semiring)) {
              tile(semiring, on, steps, channels, pAt, gAt, state, stateAt, state, stateAt);
              return;
            }
            int done = stepsTouch(semiring, on) ? steps - steps %% LANES : 0;
            if (done > 0) {
              for (int c = 0; c < channels; c++) {
                int pi = pAt + c * on.pChannel;
                int gi = gAt + c * on.gChannel;
                int si = stateAt + c;
                switch (semiring) {
        «onward»
                }
              }
            }
            int pi = pAt + done * on.pStep;
            int gi = gAt + done * on.gStep;
            scalar.advance(semiring, on, steps - done, channels, pi, gi, state, stateAt);
          }

          /** Rows of at least one vector of channels. Where h is the state, that takes what nobody keeps. */
          private static void tile(
              Semiring semiring,
              Operands on,
              int rows,
              int channels,
              int pi,
              int gi,
              «T»[] h,
              int hi,
              «T»[] state,
              int si) {
            for (int c = 0; c < channels; ) {
              int left = channels - c;
              // Of more than four vectors, a last one that is not whole stays with its neighbour.
              int whole = left >= 5 * LANES ? 4 : 3;
              int taken = left <= 4 * LANES ? left : whole * LANES;
              int last = taken - LANES;
              switch (semiring) {
        «strips»
              }
              c += taken;
            }
          }
        """
            .replace(
                "«inTime»",
                casesInTime("          ", "InTime(done, #on.g, gi, on.h, hi, state, si)"))
            .replace("«onward»", casesInTime("          ", "Onward(done, #on.g, gi, state, si)"))
            .replace(
                "«strips»",
                cases("        ", "(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last)"))
            .formatted(
                isInteger()
                    ? "LANES > 2 || semiring != Semiring.MAX_PLUS && semiring != Semiring.MIN_PLUS"
                    : "true",
                isInteger()
                    ? "semiring != Semiring.MAX_PLUS && semiring != Semiring.MIN_PLUS"
                    : "«Type»SemiringKernel.isExact(semiring)"));
    if (isInteger()) {
      out.append(
          """

            @Override
            public void multiply(
                Semiring semiring, Operands on, int steps, int channels, int pAt, «T»[] product, int at) {
              boolean tropical = semiring == Semiring.MAX_PLUS || semiring == Semiring.MIN_PLUS;
              int done = on.pStep == 1 && LANES > 2 && !tropical ? steps - steps % LANES : 0;
              if (done > 0) {
                for (int c = 0; c < channels; c++) {
                  int pi = pAt + c * on.pChannel;
                  if (semiring == Semiring.OR_AND) {
                    product[at + c] &= conjunction(done, on.p, pi);
                  } else {
                    product[at + c] *= product(done, on.p, pi);
                  }
                }
              }
              scalar.multiply(
                  semiring, on, steps - done, channels, pAt + done * on.pStep, product, at);
            }

            private static «T» conjunction(int steps, «T»[] p, int pi) {
              «Vector» all = «Vector».broadcast(SPECIES, -1);
              for (int t = 0; t < steps; t += LANES) {
                all = VECTOR.cast(all).and(«Vector».fromArray(SPECIES, p, pi + t));
              }
              return VECTOR.cast(all).reduceLanes(VectorOperators.AND);
            }

            private static «T» product(int steps, «T»[] p, int pi) {
              «Vector» all = «Vector».broadcast(SPECIES, 1);
              for (int t = 0; t < steps; t += LANES) {
                all = VECTOR.cast(all).mul(«Vector».fromArray(SPECIES, p, pi + t));
              }
              // Without AVX-512 the JIT multiplies no lanes of long with each other.
              «Vector» sum = VECTOR.cast(all);
          %s    return sum.lane(LANES - 1);
            }
          """
              .replace("%s", stages(Semiring.PRODUCT, "    ")));
    }
    for (Semiring semiring : all()) {
      out.append(lanes(semiring));
      if (isInTime(semiring)) {
        out.append(inTime(semiring, true));
        out.append(semiring.hasPropagate() ? inTime(semiring, false) : fold(semiring));
      }
    }
    return typed(out.append("}\n").toString());
  }

  /** Up to four vectors of channels on the way down the rows; the last may overlap, or be there repeatedly. */
  private String lanes(Semiring semiring) {
    boolean p = semiring.hasPropagate();
    StringBuilder out = new StringBuilder("\n  private static void ");
    out.append(semiring.method());
    out.append("(\nOperands on, int rows, int pi, int gi, «T»[] h, int hi, ");
    out.append("«T»[] state, int si, int last) {\n");
    for (int v = 1; v < VECTORS; v++) {
      out.append("    int at%d = Math.min(%d * LANES, last);\n".formatted(v, v));
    }
    for (String operand : p ? List.of("p", "g") : List.of("g")) {
      out.append("    «T»[] # = on.#;\n    int #Stride = on.#Step;\n".replace("#", operand));
    }
    out.append("    int hStride = h == state ? 0 : on.hStep;\n");
    for (int v = 0; v < VECTORS; v++) {
      out.append("    «Vector» h%d = %s;\n".formatted(v, load("state", "si", v)));
    }
    out.append("    for (int t = 0; t < rows; t++) {\n");
    for (int v = 0; v < VECTORS; v++) {
      out.append("      «Vector» g%d = %s;\n".formatted(v, load("g", "gi", v)));
      if (p) {
        out.append("      «Vector» p%d = VECTOR.cast(%s);\n".formatted(v, load("p", "pi", v)));
      }
    }
    for (int v = 0; v < VECTORS; v++) {
      out.append(
          "      h%d = %s;\n".formatted(v, stepOfVectors(semiring, "p" + v, "h" + v, "g" + v)));
    }
    for (int v = 0; v < VECTORS; v++) {
      out.append("      h%d.intoArray(h, hi%s);\n".formatted(v, place(v)));
    }
    out.append(p ? "      pi += pStride;\n" : "").append("      gi += gStride;\n");
    out.append("      hi += hStride;\n    }\n");
    for (int v = 0; v < VECTORS; v++) {
      out.append("    VECTOR.cast(h%d).intoArray(state, si%s);\n".formatted(v, place(v)));
    }
    return out.append("  }\n").toString();
  }

  private static String load(String array, String index, int v) {
    return "«Vector».fromArray(SPECIES, %s, %s%s)".formatted(array, index, place(v));
  }

  private static String place(int v) {
    return v == 0 ? "" : " + at" + v;
  }

  /** Vectors of steps of one channel. */
  private String inTime(Semiring semiring, boolean store) {
    boolean p = semiring.hasPropagate();
    StringBuilder out = new StringBuilder("\n  private static void ");
    out.append(semiring.method())
        .append(store ? "InTime" : "Onward")
        .append("(\n      int steps, ");
    out.append(p ? "«T»[] p, int pi, " : "").append("«T»[] g, int gi, ");
    out.append(store ? "«T»[] h, int hi, " : "").append("«T»[] state, int si) {\n");
    out.append("    «Vector» carry = «Vector».broadcast(SPECIES, state[si]);\n");
    out.append("    for (int t = 0; t < steps; t += LANES) {\n");
    out.append("      «Vector» sum = VECTOR.cast(«Vector».fromArray(SPECIES, g, gi + t));\n");
    out.append(
        p ? "      «Vector» product = VECTOR.cast(«Vector».fromArray(SPECIES, p, pi + t));\n" : "");
    out.append(stages(semiring, "      "));
    if (store) {
      out.append(
          "      %s.intoArray(h, hi + t);\n"
              .formatted(stepOfVectors(semiring, "product", "carry", "sum")));
    }
    String last = "%s.rearrange(LAST)";
    out.append(
        "      carry = %s;\n"
            .formatted(
                stepOfVectors(
                    semiring, last.formatted("product"), "carry", last.formatted("sum"))));
    return out.append("    }\n    state[si] = VECTOR.cast(carry).lane(0);\n  }\n").toString();
  }

  /** All steps of one channel that end up in the same lane, then the lanes. */
  private String fold(Semiring semiring) {
    return """

          private static void #Onward(int steps, «T»[] g, int gi, «T»[] state, int si) {
            «Vector» folded = «Vector».fromArray(SPECIES, g, gi);
            for (int t = LANES; t < steps; t += LANES) {
              folded = %s;
            }
            «Vector» sum = VECTOR.cast(folded);
        %s    «Vector» before = VECTOR.cast(«Vector».broadcast(SPECIES, state[si]));
            state[si] = before.%s.lane(LANES - 1);
          }
        """
        .replace("#", semiring.method())
        .formatted(
            semiring.plus("VECTOR.cast(folded)", load("g", "gi + t", 0)),
            stages(semiring, "    "),
            semiring.plus("", "sum").substring(1));
  }

  /**
   * Each lane meets the one before it, then the one before these two, and so on. Lanes that have nothing
   * before them meet lane 0 where this changes nothing, and an identity otherwise.
   */
  private String stages(Semiring semiring, String indent) {
    StringBuilder out = new StringBuilder();
    for (int back = 1; back <= (isInteger() ? 4 : 8); back *= 2) {
      String more = back <= 2 ? "" : "  ";
      out.append(back <= 2 ? "" : "%sif (LANES > %d) {\n".formatted(indent, back));
      String blended = semiring.isIdempotent() ? "" : ".blend(%s, HEAD" + back + ")";
      String earlier = "sum.rearrange(BACK" + back + ")" + blended.formatted(zero(semiring));
      out.append(
          "%s%ssum = %s;\n"
              .formatted(
                  indent,
                  more,
                  semiring.hasPropagate()
                      ? semiring.plus(semiring.times("product", earlier), "sum")
                      : semiring.plus("sum", earlier)));
      if (semiring.hasPropagate()) {
        String factor = "product.rearrange(BACK" + back + ")" + blended.formatted(one(semiring));
        out.append(
            "%s%sproduct = %s;\n".formatted(indent, more, semiring.times("product", factor)));
      }
      out.append(back <= 2 ? "" : indent + "}\n");
    }
    return out.toString();
  }

  private String casesInTime(String indent, String call) {
    StringBuilder out = new StringBuilder();
    for (Semiring each : inTime()) {
      String arguments = call.replace("#", each.hasPropagate() ? "on.p, pi, " : "");
      out.append("%scase %s -> %s%s;\n".formatted(indent, each.name(), each.method(), arguments));
    }
    out.append(
        "%sdefault -> throw new IllegalArgumentException(semiring.toString());\n"
            .formatted(indent));
    return out.toString().stripTrailing();
  }
}
