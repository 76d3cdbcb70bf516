package dev.carrylane.engine.activation;

import dev.carrylane.engine.Backend;

/** The functions under test, over a range and on one value. */
enum Function {
  EXP {
    @Override
    void apply(Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length) {
      Elementwise.exp(backend, x, xOffset, y, yOffset, length);
    }

    @Override
    float apply(float x) {
      return Elementwise.exp(x);
    }
  },
  TANH {
    @Override
    void apply(Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length) {
      Elementwise.tanh(backend, x, xOffset, y, yOffset, length);
    }

    @Override
    float apply(float x) {
      return Elementwise.tanh(x);
    }
  },
  SIGMOID {
    @Override
    void apply(Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length) {
      Elementwise.sigmoid(backend, x, xOffset, y, yOffset, length);
    }

    @Override
    float apply(float x) {
      return Elementwise.sigmoid(x);
    }
  },
  RELU {
    @Override
    void apply(Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length) {
      Elementwise.relu(backend, x, xOffset, y, yOffset, length);
    }

    @Override
    float apply(float x) {
      return Elementwise.relu(x);
    }
  };

  abstract void apply(Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length);

  abstract float apply(float x);
}
