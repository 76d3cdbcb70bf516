package dev.carrylane.tasks.recognition;

import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.LinearRecurrentUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The linear recurrent unit, named as published: {@code nu_log}, {@code theta_log}, {@code gamma_log}, B, C, D. */
final class LinearRecurrentUnitRecogniser implements Recogniser {
  @Override
  public Optional<Part> recognise(Branch branch, Remarks remarks) {
    Tensor radius = branch.tensor("nu_log");
    if (radius == null || radius.rank() != 1 || !branch.has("theta_log")) {
      return Optional.empty();
    }
    if (branch.rank("D") != 1) {
      throw new IllegalArgumentException(
          branch.shown() + " looks like an LRU, but has no vector D beside nu_log");
    }
    if (!branch.has("B_re") || !branch.has("C_re")) {
      throw new IllegalArgumentException(
          branch.shown()
              + " looks like an LRU, but has no B_re, B_im, C_re and C_im; save the complex B and C as their real and imaginary parts");
    }
    return Optional.of(
        Part.of(
            branch,
            new LinearRecurrentUnit(radius.dimension(0)),
            branch.tensor("D").dimension(0),
            UnaryOperator.identity()));
  }
}
