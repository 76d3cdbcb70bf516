package dev.carrylane.engine.internal.kernel;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.internal.pack.FloatPanels;

/**
 * One product C = A·B as the kernels see it. Row i of A need not be contiguous: it is {@link
 * #segments} pieces of {@link #segmentLength} elements, piece s at {@code a[segmentOffsets[s] +
 * i·aStride]}. An ordinary matrix is one segment; a causal convolution is one segment per tap, each
 * the same frames shifted by the dilation, which is why it needs no im2col copy. With {@link
 * #aTransposed} the one segment is Aᵀ: element (i, k) is {@code a[segmentOffsets[0] + k·aStride + i]}.
 *
 * <p>B lies in {@link #rows}; or else in {@link #panels}, but for its first {@link #panelsInPlace} panels, which are
 * read from {@link #b}. Element (i, j) of C is the chain {@code c = fma(a[i][k], b[k][j], c)} for k
 * ascending, from {@code bias[j]} or, when {@link #accumulate} is set, from the C that is there. Then
 * the activation is applied.
 *
 * <p>A plain record of fields that its owner, one operation object, overwrites on each call.
 */
public final class FloatProduct {
  /** What follows the chains, over a rectangle of C that is still in cache. */
  public interface Epilogue {
    /** Finishes some rows and columns of the result. */
    void apply(FloatProduct product, int rowFrom, int rowTo, int columnFrom, int columnTo);
  }

  /** The left operand, where each segment of row 0 starts in it, and the distance between rows of A, or of Aᵀ. */
  public float[] a;

  public int[] segmentOffsets;
  public int aStride;

  /** Whether {@link #a} holds Aᵀ. */
  public boolean aTransposed;

  /**
   * The first row each segment takes part in, descending to 0 for the last segment. Rows before it
   * have chains without that segment: the frames it would read lie before the sequence.
   */
  public int[] segmentFirstRows;

  /** The number of segments, and the elements in each. */
  public int segments;

  public int segmentLength;

  /** The right operand, an array for each of its rows; null where it lies otherwise. */
  public float[][] rows;

  /** The right operand, from panel {@link #panelsInPlace} on. */
  public FloatPanels panels;

  public int panelsInPlace;

  /** The right operand where the caller has it, for panels before {@link #panelsInPlace}. */
  public float[] b;

  public int bOffset;
  public int bStride;

  /** Whether {@link #b} holds Bᵀ. */
  public boolean bTransposed;

  /** Rows of B, segments × segmentLength, and columns of it and of C. */
  public int depth;

  public int columns;

  /** One start value per packed column. */
  public float[] bias;

  /** The result. */
  public float[] c;

  public int cOffset;
  public int cStride;

  /** Whether the chains continue from C rather than start from the bias. */
  public boolean accumulate;

  /** Applied to C last, by the epilogue. */
  public Activation activation;

  public Epilogue epilogue;

  /** What each thread works in. */
  public FloatWorkspace[] workspaces;
}
