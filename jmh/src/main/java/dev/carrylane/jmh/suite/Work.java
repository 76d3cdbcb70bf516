package dev.carrylane.jmh.suite;

/**
 * What one operation of a benchmark does at least.
 *
 * @param flops floating-point operations, a fused multiply-add being two; 0 where they are not what counts
 * @param bytes of operands and results, each counted once; 0 where they are not what counts
 * @param items what users count, such as steps; 1 where an operation is one
 * @param item what an item is called, in the plural
 */
public record Work(double flops, double bytes, double items, String item) {
  /**
   * Work that is counted in operations.
   *
   * @param flops floating-point operations
   * @param bytes of operands and results
   * @return the work
   */
  public static Work of(double flops, double bytes) {
    return new Work(flops, bytes, 1, "");
  }

  /**
   * The same work, counted in items.
   *
   * @param count how many of them an operation has
   * @param name what they are called, in the plural
   * @return the work
   */
  public Work items(double count, String name) {
    return new Work(flops, bytes, count, name);
  }
}
