package dev.carrylane.jmh;

/**
 * The sizes of a product C = A·B; of a matrix and a vector where there is one column.
 *
 * @param rows of A and C
 * @param depth columns of A, rows of B
 * @param columns of B and C
 */
public record ProductShape(int rows, int depth, int columns) {
  /**
   * Reads sizes.
   *
   * @param shape such as {@code 60x750x150}; with two numbers only, such as {@code 512x256}, a matrix of so many outputs and inputs
   *     times a vector
   * @return the sizes
   */
  public static ProductShape of(String shape) {
    String[] sizes = shape.split("x");
    return new ProductShape(
        Integer.parseInt(sizes[0]),
        Integer.parseInt(sizes[1]),
        sizes.length == 2 ? 1 : Integer.parseInt(sizes[2]));
  }

  /** {@return floating-point operations of the product, a multiply-add being two} */
  public double flops() {
    return 2.0 * rows * depth * columns;
  }

  /** {@return A, rows first, the same on every run} */
  public float[] a() {
    return Benchmarks.values(rows * depth, 1);
  }

  /** {@return B, rows first, the same on every run} */
  public float[] b() {
    return Benchmarks.values(depth * columns, 2);
  }

  /** {@return the sizes as one reads them} */
  @Override
  public String toString() {
    return columns == 1 ? rows + " × " + depth : rows + " × " + depth + " × " + columns;
  }
}
