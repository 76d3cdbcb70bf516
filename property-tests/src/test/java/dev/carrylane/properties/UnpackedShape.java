package dev.carrylane.properties;

import dev.carrylane.engine.gemm.Transpose;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * Where the operands of C = A·B, Aᵀ·B or A·Bᵀ lie; paddings are what row strides exceed the width by.
 */
record UnpackedShape(
    Transpose transpose,
    int rows,
    int depth,
    int columns,
    int aOffset,
    int aPadding,
    int bOffset,
    int bPadding,
    int cOffset,
    int cPadding,
    Values values) {

  boolean left() {
    return transpose == Transpose.LEFT;
  }

  boolean right() {
    return transpose == Transpose.RIGHT;
  }

  int aStride() {
    return (left() ? rows : depth) + aPadding;
  }

  int bStride() {
    return (right() ? depth : columns) + bPadding;
  }

  int cStride() {
    return columns + cPadding;
  }

  /** Element (i, k) of A, whether it is transposed or not. */
  int a(int i, int k) {
    return aOffset + (left() ? k * aStride() + i : i * aStride() + k);
  }

  /** Element (k, j) of B, whether it is transposed or not. */
  int b(int k, int j) {
    return bOffset + (right() ? j * bStride() + k : k * bStride() + j);
  }

  int c(int i, int j) {
    return cOffset + i * cStride() + j;
  }

  /** The shortest array that holds A. */
  int aLength() {
    return rows == 0 || depth == 0 ? aOffset : a(rows - 1, depth - 1) + 1;
  }

  int bLength() {
    return columns == 0 || depth == 0 ? bOffset : b(depth - 1, columns - 1) + 1;
  }

  int cLength() {
    return rows == 0 || columns == 0 ? cOffset : c(rows - 1, columns - 1) + 1;
  }

  long work() {
    return (long) rows * depth * columns;
  }

  /** The chains from one step on, up to another. */
  UnpackedShape steps(int from, int to) {
    return new UnpackedShape(
        transpose,
        rows,
        to - from,
        columns,
        rows == 0 || from == depth ? aOffset : a(0, from),
        left() ? aPadding : aPadding + depth - (to - from),
        columns == 0 || from == depth ? bOffset : b(from, 0),
        right() ? bPadding + depth - (to - from) : bPadding,
        cOffset,
        cPadding,
        values);
  }

  /** Rows on both sides of where the vector kernels begin to pack; rows of B in few sets of a cache. */
  static final class Small implements ArbitrarySupplier<UnpackedShape> {
    @Override
    public Arbitrary<UnpackedShape> get() {
      return Arbitraries.frequencyOf(
          Tuple.of(6, shapes(ints(0, 28), ints(0, 40), ints(0, 170))),
          Tuple.of(1, shapes(ints(95, 99), ints(0, 20), ints(0, 100))),
          Tuple.of(1, shapes(ints(0, 4), ints(250, 1100), ints(0, 20))),
          Tuple.of(
              1,
              shapes(ints(0, 28), ints(0, 40), ints(0, 170))
                  .map(UnpackedShape::withRowsOfBInFewSets)));
    }
  }

  /** Few rows of many columns, and many rows: one is split by columns, the other by rows. */
  static final class Large implements ArbitrarySupplier<UnpackedShape> {
    @Override
    public Arbitrary<UnpackedShape> get() {
      return Arbitraries.oneOf(
          shapes(ints(1, 3), ints(500, 1500), ints(500, 1200)),
          shapes(ints(5, 400), ints(50, 200), ints(50, 200)));
    }
  }

  private UnpackedShape withRowsOfBInFewSets() {
    int width = right() ? depth : columns;
    return new UnpackedShape(
        transpose,
        rows,
        depth,
        columns,
        aOffset,
        aPadding,
        bOffset,
        256 - width,
        cOffset,
        cPadding,
        values);
  }

  private static Arbitrary<UnpackedShape> shapes(
      Arbitrary<Integer> rows, Arbitrary<Integer> depth, Arbitrary<Integer> columns) {
    Arbitrary<int[]> places = ints(0, 5).array(int[].class).ofSize(6);
    return Combinators.combine(
            Arbitraries.of(Transpose.class), rows, depth, columns, places, new Values.Any().get())
        .as(
            (transpose, m, k, n, place, values) ->
                new UnpackedShape(
                    transpose, m, k, n, place[0], place[1], place[2], place[3], place[4], place[5],
                    values))
        .withoutEdgeCases();
  }

  private static Arbitrary<Integer> ints(int min, int max) {
    return Arbitraries.integers().between(min, max).withDistribution(RandomDistribution.uniform());
  }
}
