package dev.carrylane.engine.gemm;

/** Where a matrix lies; A is the array type. */
record Matrix<A>(A array, int offset, int stride) {
  Matrix<A> in(A other) {
    return new Matrix<>(other, offset, stride);
  }

  int at(int row, int column) {
    return offset + row * stride + column;
  }
}
