package dev.carrylane.tasks.recognition;

import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.LayerNorm;
import dev.carrylane.network.layer.RmsNorm;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Layer norm, a vector of weights with a bias, and RMS norm, one without. */
final class NormRecogniser implements Recogniser {
  private static final double LAYER_EPSILON = 1e-5;
  private static final double RMS_EPSILON = 1e-6;

  /** What {@code nn.RMSNorm} adds if it is told nothing: the distance from 1 to the next float. */
  private static final double TORCH_RMS_EPSILON = Math.ulp(1f);

  private static final String[] EPSILON = {"eps", "epsilon", "variance_epsilon"};

  @Override
  public Optional<Part> recognise(Branch branch, Remarks remarks) {
    if (branch.rank("weight") != 1) {
      return Optional.empty();
    }
    Settings settings = new Settings(branch);
    boolean layerNorm =
        branch.has("bias")
            || branch.module().filter(m -> Settings.simpleName(m).equals("LayerNorm")).isPresent();
    LayerDescription layer =
        layerNorm ? layerNorm(branch, settings, remarks) : rmsNorm(branch, settings, remarks);
    int width = branch.tensor("weight").dimension(0);
    return Optional.of(Part.of(branch, layer, width, UnaryOperator.identity()));
  }

  private static LayerNorm layerNorm(Branch branch, Settings settings, Remarks remarks) {
    settings.requireClass("a layer norm", remarks, "LayerNorm");
    Optional<Double> epsilon = settings.number(EPSILON);
    if (epsilon.isEmpty()) {
      remarks.assume(branch.shown() + ": a weight and a bias are a layer norm, eps 1e-5");
    }
    return new LayerNorm(epsilon.orElse(LAYER_EPSILON), branch.has("bias"));
  }

  private static RmsNorm rmsNorm(Branch branch, Settings settings, Remarks remarks) {
    settings.requireClass("an RMS norm", remarks, "RMSNorm");
    Optional<Double> epsilon = settings.number(EPSILON);
    if (epsilon.isEmpty() && branch.module().filter(Settings::isTorch).isPresent()) {
      return new RmsNorm(TORCH_RMS_EPSILON);
    }
    if (epsilon.isEmpty()) {
      remarks.assume(branch.shown() + ": a weight without a bias is an RMS norm, eps 1e-6");
    }
    return new RmsNorm(epsilon.orElse(RMS_EPSILON));
  }
}
