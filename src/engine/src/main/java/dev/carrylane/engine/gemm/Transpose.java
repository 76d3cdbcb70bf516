package dev.carrylane.engine.gemm;

/** Which operand of a product is given as its transpose. */
public enum Transpose {
  /** Neither: C = A·B. */
  NONE,
  /** C = Aᵀ·B: what is passed as A has a row for each step of the chains. */
  LEFT,
  /** C = A·Bᵀ: what is passed as B has a row for each column of C, as PyTorch's weights do. */
  RIGHT
}
