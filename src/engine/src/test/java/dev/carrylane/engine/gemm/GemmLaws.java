package dev.carrylane.engine.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.testkit.Allocation;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What every product obeys, in either precision.
 *
 * @param <A> arrays of the element type
 * @param <W> their packed weights
 */
abstract class GemmLaws<A, W> {
  private static final int[] SIZES = {0, 1, 2, 3, 7, 10, 12, 13, 27, 49, 88, 97, 100, 150};

  private final Precision<A, W> precision;
  private final SplittableRandom random = new SplittableRandom(11);

  GemmLaws(Precision<A, W> precision) {
    this.precision = precision;
  }

  /** An operation, its name for messages, and its engine. */
  private record Runner<A, W>(Engine engine, Precision.Operation<A, W> operation) {
    @Override
    public String toString() {
      return engine.toString();
    }
  }

  private List<Runner<A, W>> runners() {
    List<Runner<A, W>> runners = new ArrayList<>();
    for (Engine engine : Backends.engines()) {
      runners.add(new Runner<>(engine, precision.on(engine)));
    }
    return runners;
  }

  /** An operand that ends with its array, so that reading past it fails. */
  private Matrix<A> matrix(int rows, int columns, int offset, int padding) {
    int stride = columns + padding;
    int length = rows == 0 || columns == 0 ? offset : offset + (rows - 1) * stride + columns;
    return new Matrix<>(precision.ordinary(random, length), offset, stride);
  }

  /** A result with room for a vector behind it, which must not be used. */
  private Matrix<A> result(int rows, int columns, int offset, int padding) {
    int stride = columns + padding;
    A array = precision.ordinary(random, offset + rows * stride + 40);
    return new Matrix<>(array, offset, stride);
  }

  private Matrix<A> transposed(Matrix<A> matrix, int rows, int columns, int offset, int padding) {
    Matrix<A> transposed = matrix(columns, rows, offset, padding);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        System.arraycopy(
            matrix.array(), matrix.at(i, j), transposed.array(), transposed.at(j, i), 1);
      }
    }
    return transposed;
  }

  private Matrix<A> copy(Matrix<A> matrix) {
    return matrix.in(precision.copy(matrix.array()));
  }

  /** The definition, from the bias, or from zero where it is null. */
  private Matrix<A> product(
      int rows, int columns, int depth, Matrix<A> a, Matrix<A> b, A bias, Matrix<A> c) {
    Matrix<A> expected = copy(c);
    A start = bias == null ? precision.array(columns) : bias;
    for (int i = 0; i < rows; i++) {
      System.arraycopy(start, 0, expected.array(), expected.at(i, 0), columns);
    }
    precision.chains(rows, columns, depth, a, b, expected);
    return expected;
  }

  private void assertSame(Matrix<A> expected, Matrix<A> actual, String what) {
    precision.assertSame(expected.array(), actual.array(), what);
  }

  private String shape(Object who, int rows, int columns, int depth, Object how) {
    return who + ": " + rows + "×" + depth + "×" + columns + " " + how;
  }

  /** Multiplies and accumulates with each operand as its transpose, on all engines. */
  private void check(
      List<Runner<A, W>> runners,
      int rows,
      int columns,
      int depth,
      Matrix<A> a,
      Matrix<A> b,
      Matrix<A> c) {
    Matrix<A> product = product(rows, columns, depth, a, b, null, c);
    Matrix<A> sum = copy(c);
    precision.chains(rows, columns, depth, a, b, sum);
    Matrix<A> left = transposed(a, rows, depth, 4, 3);
    Matrix<A> right = transposed(b, depth, columns, 1, 2);
    for (Runner<A, W> runner : runners) {
      for (Transpose transpose : Transpose.values()) {
        String what = shape(runner, rows, columns, depth, transpose);
        Matrix<A> x = transpose == Transpose.LEFT ? left : a;
        Matrix<A> y = transpose == Transpose.RIGHT ? right : b;
        Matrix<A> z = copy(c);
        runner.operation.multiply(transpose, rows, columns, depth, x, y, z);
        assertSame(product, z, what);
        z = copy(c);
        runner.operation.accumulate(transpose, rows, columns, depth, x, y, z);
        assertSame(sum, z, what + " accumulated");
      }
    }
  }

  @Test
  void everyMixOfSizesEqualsTheChainsAndLeavesTheRestAlone() {
    List<Runner<A, W>> runners = runners();
    for (int rows : SIZES) {
      for (int columns : SIZES) {
        for (int depth : SIZES) {
          Matrix<A> a = matrix(rows, depth, 5, 3);
          Matrix<A> b = matrix(depth, columns, 2, 1);
          check(runners, rows, columns, depth, a, b, result(rows, columns, 3, 2));
        }
      }
    }
  }

  @Test
  void largeSizesOfModelsEqualTheChains() {
    int[][] shapes = {{10, 450, 450}, {49, 784, 27}, {7, 10, 784}, {100, 150, 750}, {784, 8, 49}};
    List<Runner<A, W>> runners = runners();
    for (int[] shape : shapes) {
      Matrix<A> a = matrix(shape[0], shape[2], 0, 0);
      Matrix<A> b = matrix(shape[2], shape[1], 0, 0);
      check(runners, shape[0], shape[1], shape[2], a, b, result(shape[0], shape[1], 0, 0));
    }
  }

  /** Depths that need several pieces, columns that need several blocks. */
  @Test
  void piecesAndBlocksContinueTheChains() {
    int[][] shapes = {
      {1, 33, 513}, {13, 17, 1025}, {97, 40, 1025}, {2, 513, 1500}, {14, 1100, 513}, {98, 520, 257}
    };
    List<Runner<A, W>> runners = runners();
    for (int[] shape : shapes) {
      Matrix<A> a = matrix(shape[0], shape[2], 1, 1);
      Matrix<A> b = matrix(shape[2], shape[1], 1, 1);
      check(runners, shape[0], shape[1], shape[2], a, b, result(shape[0], shape[1], 1, 1));
    }
  }

  @Test
  void packedPiecesAndBlocksContinueTheChains() {
    int[][] shapes = {{1, 33, 513}, {13, 17, 1025}, {2, 513, 1500}, {14, 1100, 513}};
    for (int[] shape : shapes) {
      int rows = shape[0];
      int columns = shape[1];
      int depth = shape[2];
      Matrix<A> a = matrix(rows, depth, 1, 1);
      Matrix<A> b = matrix(depth, columns, 1, 1);
      A bias = precision.ordinary(random, columns);
      Matrix<A> c = result(rows, columns, 1, 1);
      Matrix<A> product = product(rows, columns, depth, a, b, bias, c);
      Matrix<A> sum = copy(c);
      precision.chains(rows, columns, depth, a, b, sum);
      for (Runner<A, W> runner : runners()) {
        W weights = precision.pack(runner.engine.backend(), depth, columns, b, bias);
        Matrix<A> z = copy(c);
        runner.operation.multiply(rows, a, weights, z, Activation.NONE);
        assertSame(product, z, shape(runner, rows, columns, depth, "packed"));
        z = copy(c);
        runner.operation.accumulate(rows, a, weights, z, Activation.NONE);
        assertSame(sum, z, shape(runner, rows, columns, depth, "packed, accumulated"));
      }
    }
  }

  /** The vector kernels choose by the number of rows, and by whether rows of B share cache sets. */
  @Test
  void readingInPlaceAndPackingGiveTheSameBits() {
    int columns = 70;
    int depth = 30;
    List<Runner<A, W>> runners = runners();
    for (int rows : new int[] {1, 95, 96, 97, 192}) {
      for (int bytes : new int[] {1024, 1024 + 4 * precision.bytes(), 3072}) {
        Matrix<A> a = matrix(rows, depth, 0, 0);
        Matrix<A> b = matrix(depth, columns, 3, bytes / precision.bytes() - columns);
        check(runners, rows, columns, depth, a, b, result(rows, columns, 0, 1));
      }
    }
  }

  /** Every tile, up to three panels and an edge; for the heights of wide tiles up to five. */
  @Test
  void everyTileEqualsTheChainsPackedAndInPlace() {
    int depth = 3;
    for (Runner<A, W> runner : runners()) {
      Backend backend = runner.engine.backend();
      int panel = backend.isVector() ? 2 * backend.vectorBits() / 8 / precision.bytes() : 32;
      for (int rows = 1; rows <= 25; rows++) {
        int most = (rows <= 3 ? 5 : 3) * panel + panel / 2 + 1;
        for (int columns = 1; columns <= most; columns++) {
          Matrix<A> a = matrix(rows, depth, 0, 1);
          Matrix<A> b = matrix(depth, columns, 0, 1);
          A bias = precision.ordinary(random, columns);
          Matrix<A> c = result(rows, columns, 0, 1);
          Matrix<A> unpacked = copy(c);
          runner.operation.multiply(Transpose.NONE, rows, columns, depth, a, b, unpacked);
          String what = shape(runner, rows, columns, depth, "in place");
          assertSame(product(rows, columns, depth, a, b, null, c), unpacked, what);
          W weights = precision.pack(backend, depth, columns, b, bias);
          Matrix<A> packed = copy(c);
          runner.operation.multiply(rows, a, weights, packed, Activation.NONE);
          what = shape(runner, rows, columns, depth, "packed");
          assertSame(product(rows, columns, depth, a, b, bias, c), packed, what);
        }
      }
    }
  }

  @Test
  void scratchOfAnEarlierShapeDoesNotShow() {
    int[][] shapes = {
      {100, 150, 600}, {3, 5, 4}, {97, 33, 1}, {1, 1, 0}, {100, 151, 601}, {2, 100, 7}, {98, 9, 300}
    };
    List<Runner<A, W>> runners = runners();
    for (int[] shape : shapes) {
      int rows = shape[0];
      int columns = shape[1];
      int depth = shape[2];
      // What a shape leaves in the scratch memory is anything but zero.
      Matrix<A> odd = matrix(depth, columns, 0, 0);
      Matrix<A> huge = odd.in(precision.mixed(random, Array.getLength(odd.array())));
      Matrix<A> a = matrix(rows, depth, 0, 0);
      Matrix<A> c = result(rows, columns, 0, 0);
      check(runners, rows, columns, depth, a, huge, c);
      check(runners, rows, columns, depth, a, odd, c);
    }
  }

  @Test
  void nonFiniteAndDenormalValuesFollowTheChains() {
    int[][] shapes = {{1, 70, 6}, {14, 35, 6}, {97, 37, 9}};
    List<Runner<A, W>> runners = runners();
    for (int[] shape : shapes) {
      Matrix<A> a = new Matrix<>(precision.mixed(random, shape[0] * shape[2]), 0, shape[2]);
      Matrix<A> b = new Matrix<>(precision.mixed(random, shape[2] * shape[1]), 0, shape[1]);
      Matrix<A> c = new Matrix<>(precision.mixed(random, shape[0] * shape[1]), 0, shape[1]);
      check(runners, shape[0], shape[1], shape[2], a, b, c);
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    // Many rows, which are split by rows, and few rows, which are split by columns.
    for (int[] shape : new int[][] {{200, 133, 150}, {5, 700, 900}}) {
      Matrix<A> a = matrix(shape[0], shape[2], 0, 0);
      Matrix<A> b = matrix(shape[2], shape[1], 0, 0);
      Matrix<A> c = result(shape[0], shape[1], 0, 0);
      List<Runner<A, W>> runners = new ArrayList<>();
      for (int threads = 1; threads <= 8; threads++) {
        for (Backend backend : Backends.all()) {
          Engine engine = Backends.engine(backend, threads);
          runners.add(new Runner<>(engine, precision.on(engine)));
        }
      }
      check(runners, shape[0], shape[1], shape[2], a, b, c);
    }
  }

  @Test
  void biasThenActivation() {
    int depth = 9;
    for (int[] shape : new int[][] {{1, 70}, {14, 37}, {3, 1100}, {0, 4}, {100, 9}}) {
      int rows = shape[0];
      int columns = shape[1];
      Matrix<A> a = matrix(rows, depth, 1, 2);
      Matrix<A> b = matrix(depth, columns, 0, 0);
      A bias = precision.ordinary(random, columns);
      // Dense rows of C take another way through the activations.
      for (int padding = 0; padding <= 2; padding += 2) {
        Matrix<A> c = result(rows, columns, 2, padding);
        Matrix<A> chains = product(rows, columns, depth, a, b, bias, c);
        for (Activation activation : Activation.values()) {
          Matrix<A> plain = copy(chains);
          precision.activate(activation, rows, columns, plain);
          for (Runner<A, W> runner : runners()) {
            W weights = precision.pack(runner.engine.backend(), depth, columns, b, bias);
            String what = shape(runner, rows, columns, depth, activation);
            Matrix<A> z = copy(c);
            runner.operation.multiply(rows, a, weights, z, activation);
            assertSame(plain, z, what);
          }
        }
      }
    }
  }

  /** With no depth, C is the activated bias. */
  @Test
  void activationsOfNonFiniteAndDenormalValues() {
    A bias = precision.mixed(random, 300);
    Matrix<A> nothing = zeros(0, 0, 0);
    for (Activation activation : Activation.values()) {
      Matrix<A> expected = new Matrix<>(precision.copy(bias), 0, 300);
      precision.activate(activation, 1, 300, expected);
      for (Runner<A, W> runner : runners()) {
        W weights = precision.pack(runner.engine.backend(), 0, 300, nothing, bias);
        Matrix<A> c = zeros(300, 0, 300);
        runner.operation.multiply(1, nothing, weights, c, activation);
        assertSame(expected, c, runner + " " + activation);
      }
    }
  }

  @Test
  void accumulatingActivatesTheWholeSum() {
    int depth = 520;
    Matrix<A> a = matrix(5, depth, 0, 0);
    Matrix<A> b = matrix(depth, 41, 0, 0);
    Matrix<A> c = result(5, 41, 0, 3);
    for (Activation activation : Activation.values()) {
      Matrix<A> expected = copy(c);
      precision.chains(5, 41, depth, a, b, expected);
      precision.activate(activation, 5, 41, expected);
      for (Runner<A, W> runner : runners()) {
        W weights = precision.pack(runner.engine.backend(), depth, 41, b, null);
        Matrix<A> z = copy(c);
        runner.operation.accumulate(5, a, weights, z, activation);
        assertSame(expected, z, runner + " " + activation);
      }
    }
  }

  @Test
  void operandsMayLieBesideTheResult() {
    // A, B and C one after another in one array.
    A array = precision.ordinary(random, 6 + 8 + 12);
    Matrix<A> a = new Matrix<>(array, 0, 2);
    Matrix<A> b = new Matrix<>(array, 6, 4);
    Matrix<A> c = new Matrix<>(array, 14, 4);
    Matrix<A> expected = product(3, 4, 2, a, b, null, c);
    for (Runner<A, W> runner : runners()) {
      A own = precision.copy(array);
      runner.operation.multiply(Transpose.NONE, 3, 4, 2, a.in(own), b.in(own), c.in(own));
      precision.assertSame(expected.array(), own, runner.toString());
    }
  }

  private Matrix<A> zeros(int length, int offset, int stride) {
    return new Matrix<>(precision.array(length), offset, stride);
  }

  /** The message names the argument; the result stays as it is. */
  private void refused(String part, A c, Executable call) {
    A before = precision.copy(c);
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
    precision.assertSame(before, c, part);
  }

  private void absent(String name, Executable call) {
    assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
  }

  @Test
  void badArgumentsOfUnpackedProductsAreNamedAndNothingIsWritten() {
    String unit = precision.bytes() == Float.BYTES ? "floats" : "doubles";
    for (Runner<A, W> runner : runners()) {
      Matrix<A> a = zeros(12, 0, 3);
      Matrix<A> b = zeros(15, 0, 5);
      Matrix<A> c = new Matrix<>(precision.ordinary(random, 20), 0, 5);
      for (boolean accumulate : new boolean[] {false, true}) {
        Call<A> call = accumulate ? runner.operation::accumulate : runner.operation::multiply;
        A w = c.array();
        refused("rows is -1", w, () -> call.with(Transpose.NONE, -1, 5, 3, a, b, c));
        refused("columns is -2", w, () -> call.with(Transpose.NONE, 4, -2, 3, a, b, c));
        refused("depth is -3", w, () -> call.with(Transpose.NONE, 4, 5, -3, a, b, c));
        refused(
            "a holds 12 " + unit + ", but 5 rows of 3 at offset 0 with row stride 3 end at 15",
            w,
            () -> call.with(Transpose.NONE, 5, 5, 3, a, b, c));
        refused(
            "a holds 12 " + unit + ", but 3 rows of 4 at offset 1 with row stride 4 end at 13",
            w,
            () -> call.with(Transpose.LEFT, 4, 5, 3, zeros(12, 1, 4), b, c));
        refused(
            "b holds 15 " + unit + ", but 3 rows of 5 at offset 1 with row stride 5 end at 16",
            w,
            () -> call.with(Transpose.NONE, 4, 5, 3, a, zeros(15, 1, 5), c));
        refused(
            "b holds 14 " + unit + ", but 5 rows of 3 at offset 0 with row stride 3 end at 15",
            w,
            () -> call.with(Transpose.RIGHT, 4, 5, 3, a, zeros(14, 0, 3), c));
        refused(
            "c holds 20 " + unit + ", but 4 rows of 5 at offset 1 with row stride 5 end at 21",
            w,
            () -> call.with(Transpose.NONE, 4, 5, 3, a, b, new Matrix<>(w, 1, 5)));
        refused(
            "the row stride of a is 2, less than its 3 columns",
            w,
            () -> call.with(Transpose.NONE, 4, 5, 3, zeros(12, 0, 2), b, c));
        refused(
            "the row stride of a is 3, less than its 4 columns",
            w,
            () -> call.with(Transpose.LEFT, 4, 5, 3, a, b, c));
        refused(
            "the row stride of b is 4, less than its 5 columns",
            w,
            () -> call.with(Transpose.NONE, 4, 5, 3, a, zeros(15, 0, 4), c));
        refused(
            "the row stride of c is 4, less than its 5 columns",
            w,
            () -> call.with(Transpose.NONE, 4, 5, 3, a, b, new Matrix<>(w, 0, 4)));
        refused(
            "at offset -1", w, () -> call.with(Transpose.NONE, 4, 5, 3, zeros(12, -1, 3), b, c));
        refused(
            "at offset -1", w, () -> call.with(Transpose.NONE, 4, 5, 3, a, zeros(15, -1, 5), c));
        refused(
            "at offset -1",
            w,
            () -> call.with(Transpose.NONE, 4, 5, 3, a, b, new Matrix<>(w, -1, 5)));
        refused(
            "row stride " + Integer.MAX_VALUE,
            w,
            () -> call.with(Transpose.NONE, 4, 5, 3, zeros(12, 0, Integer.MAX_VALUE), b, c));
        refused(
            "a [8, 17) and c [0, 15) overlap in one array",
            w,
            () -> call.with(Transpose.NONE, 3, 5, 3, new Matrix<>(w, 8, 3), b, c));
        refused(
            "b [4, 19) and c [0, 5) overlap in one array",
            w,
            () -> call.with(Transpose.NONE, 1, 5, 3, a, new Matrix<>(w, 4, 5), c));
        absent("transpose", () -> call.with(null, 4, 5, 3, a, b, c));
        absent("a", () -> call.with(Transpose.NONE, 4, 5, 3, a.in(null), b, c));
        absent("b", () -> call.with(Transpose.NONE, 4, 5, 3, a, b.in(null), c));
        absent("c", () -> call.with(Transpose.NONE, 4, 5, 3, a, b, c.in(null)));
      }
    }
  }

  /** A multiplication or an accumulation. */
  private interface Call<A> {
    void with(
        Transpose transpose,
        int rows,
        int columns,
        int depth,
        Matrix<A> a,
        Matrix<A> b,
        Matrix<A> c);
  }

  @Tag(Allocation.TAG)
  @Test
  void callsAllocateNothing() {
    int rows = 20;
    int columns = 50;
    int depth = 24;
    int many = 100;
    Matrix<A> a = matrix(many, depth, 0, 0);
    Matrix<A> left = matrix(depth, many, 0, 0);
    Matrix<A> b = matrix(depth, columns, 0, 0);
    Matrix<A> right = matrix(columns, depth, 0, 0);
    Matrix<A> c = result(many, columns, 0, 0);
    for (Backend backend : Backends.all()) {
      Precision.Operation<A, W> operation = precision.on(Engine.of(backend));
      W weights = precision.pack(backend, depth, columns, b, null);
      Allocation.assertNone(
          () -> {
            operation.multiply(Transpose.NONE, rows, columns, depth, a, b, c);
            operation.multiply(Transpose.NONE, many, columns, depth, a, b, c);
            operation.accumulate(Transpose.LEFT, rows, columns, depth, left, b, c);
            operation.accumulate(Transpose.RIGHT, rows, columns, depth, a, right, c);
            operation.multiply(rows, a, weights, c, Activation.TANH);
          });
    }
  }
}
