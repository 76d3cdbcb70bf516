package dev.carrylane.engine.golden;

import java.util.List;

/** The shape of a matrix product: C is rows × columns, its chains are depth long. */
record ProductShape(int rows, int columns, int depth) {
  /** Nothing, edges of vectors and register tiles, layers of models. */
  static final List<ProductShape> SMALL =
      List.of(
          new ProductShape(0, 3, 2),
          new ProductShape(3, 0, 2),
          new ProductShape(3, 5, 0),
          new ProductShape(1, 1, 1),
          new ProductShape(1, 512, 128),
          new ProductShape(2, 4, 300),
          new ProductShape(5, 15, 7),
          new ProductShape(12, 16, 16),
          new ProductShape(13, 17, 15),
          new ProductShape(31, 33, 31),
          new ProductShape(33, 31, 33),
          new ProductShape(64, 64, 64),
          new ProductShape(60, 150, 88),
          new ProductShape(59, 88, 150),
          new ProductShape(9, 37, 1100),
          new ProductShape(150, 9, 70));

  /** Shared among threads by rows, or by columns. */
  static final List<ProductShape> LARGE =
      List.of(new ProductShape(301, 163, 97), new ProductShape(10, 2050, 260));

  static final ProductShape SPECIAL = new ProductShape(60, 150, 88);

  @Override
  public String toString() {
    return rows + "x" + columns + "x" + depth;
  }
}
