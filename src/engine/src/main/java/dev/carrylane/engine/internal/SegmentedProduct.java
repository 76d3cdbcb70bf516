package dev.carrylane.engine.internal;

import dev.carrylane.engine.activation.Activation;

/**
 * One product C = A·B as the kernels see it. Row i of A need not be contiguous: it is {@link
 * #segments} pieces of {@link #segmentLength} floats, piece s at {@code a[segmentOffsets[s] +
 * i·aStride]}. An ordinary matrix is one segment; a causal convolution is one segment per tap, each
 * the same frames shifted by the dilation, which is why it needs no im2col copy.
 *
 * <p>B is packed in panels of {@link GemmKernel#panelWidth()} columns, panel p holding element (k, j)
 * at {@code panels[(p·depth + k)·panelWidth + j]}, zero where the column does not exist. Element (i, j)
 * of C is the chain {@code c = fma(a[i][k], b[k][j], c)} for k ascending, from {@code bias[j]} or, when
 * {@link #accumulate} is set, from the C that is there.
 *
 * <p>A plain record of fields that its owner, one operation object, overwrites on each call.
 */
public final class SegmentedProduct {
  /** The left operand. */
  public float[] a;

  /** Where each segment of row 0 starts in {@link #a}. */
  public int[] segmentOffsets;

  /**
   * The first row each segment takes part in, descending to 0 for the last segment. Rows before it
   * have chains without that segment: the frames it would read lie before the sequence.
   */
  public int[] segmentFirstRows;

  /** The number of segments. */
  public int segments;

  /** Floats in a segment. */
  public int segmentLength;

  /** Distance between rows of A. */
  public int aStride;

  /** The right operand. */
  public float[] panels;

  /** Rows of B in the packing: segments × segmentLength. */
  public int depth;

  /** One start value per packed column. */
  public float[] bias;

  /** The result. */
  public float[] c;

  /** Where row 0 of C starts. */
  public int cOffset;

  /** Distance between rows of C. */
  public int cStride;

  /** Columns of C. */
  public int columns;

  /** Whether the chains continue from C rather than start from the bias. */
  public boolean accumulate;

  /** Applied to C once its chains are complete. */
  public Activation activation;

  /** Scratch of the kernel: {@link GemmKernel#scratchSize()} floats for each part that runs at once. */
  public float[] scratch;
}
