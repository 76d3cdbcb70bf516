package dev.carrylane.properties;

import dev.carrylane.engine.scan.ScanOperator;
import java.util.SplittableRandom;

/** Associative operations on a few ints, most of them not commutative, all of them exact. */
enum Monoid {
  /** x → a·x + b modulo 2^32, the left one first. */
  AFFINE_MAP(1, 0) {
    @Override
    void combine(int[] x, int l, int r, int[] out) {
      out[0] = x[r] * x[l];
      out[1] = x[r] * x[l + 1] + x[r + 1];
    }
  },

  /** 2×2 matrices modulo 2^32. */
  MATRIX(1, 0, 0, 1) {
    @Override
    void combine(int[] x, int l, int r, int[] out) {
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
          out[2 * i + j] = x[l + 2 * i] * x[r + j] + x[l + 2 * i + 1] * x[r + 2 + j];
        }
      }
    }
  },

  /** Runs of closing and opening brackets, with matching pairs taken out. */
  BICYCLIC(0, 0) {
    @Override
    void combine(int[] x, int l, int r, int[] out) {
      int matched = Math.min(x[l + 1], x[r]);
      out[0] = x[l] + x[r] - matched;
      out[1] = x[l + 1] - matched + x[r + 1];
    }

    @Override
    int draw(SplittableRandom random) {
      return random.nextInt(4);
    }
  },

  /** The length of a string, and 31 to that power; and its hash code, which the order decides. */
  CONCATENATION(0, 1, 0) {
    @Override
    void combine(int[] x, int l, int r, int[] out) {
      out[0] = x[l] + x[r];
      out[1] = x[l + 1] * x[r + 1];
      out[2] = x[l + 2] * x[r + 1] + x[r + 2];
    }

    @Override
    void draw(SplittableRandom random, int[] x, int at) {
      String string = Integer.toString(random.nextInt(100_000));
      x[at] = string.length();
      x[at + 1] = 1;
      for (int i = 0; i < string.length(); i++) {
        x[at + 1] *= 31;
      }
      x[at + 2] = string.hashCode();
    }
  },

  /** The last one wins. */
  RIGHT_ZERO(0) {
    @Override
    void combine(int[] x, int l, int r, int[] out) {
      out[0] = x[r] == 0 ? x[l] : x[r];
    }
  };

  private final int[] identity;

  Monoid(int... identity) {
    this.identity = identity;
  }

  abstract void combine(int[] x, int left, int right, int[] out);

  int draw(SplittableRandom random) {
    return random.nextInt();
  }

  void draw(SplittableRandom random, int[] x, int at) {
    for (int i = 0; i < identity.length; i++) {
      x[at + i] = draw(random);
    }
  }

  int width() {
    return identity.length;
  }

  void putIdentity(int[] x, int at) {
    System.arraycopy(identity, 0, x, at, identity.length);
  }

  /** The operator on an array. */
  ScanOperator on(int[] x, int identityAt, boolean exact) {
    return new ScanOperator() {
      @Override
      public void combine(int left, int right, int out) {
        if (out == left) {
          throw new IllegalStateException("the left operand is replaced");
        }
        int[] result = new int[identity.length];
        Monoid.this.combine(x, left, right, result);
        System.arraycopy(result, 0, x, out, identity.length);
      }

      @Override
      public void copy(int from, int to) {
        System.arraycopy(x, from, x, to, identity.length);
      }

      @Override
      public int length() {
        return x.length;
      }

      @Override
      public int width() {
        return identity.length;
      }

      @Override
      public int identity() {
        return identityAt;
      }

      @Override
      public boolean isExact() {
        return exact;
      }
    };
  }
}
