package dev.carrylane.training;

import dev.carrylane.network.layer.Beside;
import dev.carrylane.network.layer.Bidirectional;
import dev.carrylane.network.layer.CarryLookahead;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.Dropout;
import dev.carrylane.network.layer.Embedding;
import dev.carrylane.network.layer.ExactCarry;
import dev.carrylane.network.layer.FlattenedLinear;
import dev.carrylane.network.layer.Gate;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.LayerNorm;
import dev.carrylane.network.layer.Linear;
import dev.carrylane.network.layer.LinearRecurrentUnit;
import dev.carrylane.network.layer.Magnitude;
import dev.carrylane.network.layer.MinGru;
import dev.carrylane.network.layer.MinLstm;
import dev.carrylane.network.layer.Nade;
import dev.carrylane.network.layer.Overlap;
import dev.carrylane.network.layer.Pointwise;
import dev.carrylane.network.layer.RecurrentDescription;
import dev.carrylane.network.layer.Residual;
import dev.carrylane.network.layer.RmsNorm;
import dev.carrylane.network.layer.Sequential;
import dev.carrylane.network.layer.WindowConvolution;
import dev.carrylane.network.layer.WithinFrame;
import java.util.ArrayList;
import java.util.List;

/** Finds what trains a kind of layer. */
final class LayerTrainings {
  private LayerTrainings() {}

  /**
   * What trains a layer.
   *
   * @param prefix the beginning of its tensors' names
   * @param inputs channels of an input frame
   * @param slices where the tensors lie
   */
  static LayerTraining of(
      LayerDescription layer, String prefix, int inputs, ParameterSlices slices) {
    return switch (layer) {
      case Sequential sequence -> sequence(sequence.layers(), prefix, inputs, slices);
      case Linear linear -> new LinearTraining(linear, prefix, inputs, slices);
      case Pointwise pointwise -> new PointwiseTraining(pointwise.activation(), inputs);
      case Dropout dropout -> new DropoutTraining(dropout, inputs, slices);
      case Residual residual ->
          new ResidualTraining(sequence(residual.layers(), prefix + "residual.", inputs, slices));
      case Convolution convolution -> new ConvolutionTraining(convolution, prefix, inputs, slices);
      case RecurrentDescription recurrent ->
          RecurrentTraining.of(recurrent, prefix, inputs, slices);
      case Bidirectional both -> BidirectionalTraining.of(both, prefix, inputs, slices);
      case CarryLookahead lookahead ->
          new CarryLookaheadTraining(lookahead, prefix, inputs, slices);
      case ExactCarry carry ->
          carry.gate() == Gate.MATRIX
              ? new MatrixCarryTraining(carry, prefix, inputs, slices)
              : new ExactCarryTraining(carry, prefix, inputs, slices);
      case MinGru unit -> new MinGruTraining(unit, prefix, inputs, slices);
      case MinLstm unit -> new MinLstmTraining(unit, prefix, inputs, slices);
      case LinearRecurrentUnit unit ->
          new LinearRecurrentUnitTraining(unit, prefix, inputs, slices);
      case LayerNorm norm -> NormTraining.of(norm, prefix, inputs, slices);
      case RmsNorm norm -> NormTraining.of(norm, prefix, inputs, slices);
      case Embedding embedding -> new EmbeddingTraining(embedding, prefix, slices);
      case FlattenedLinear linear -> new FlattenedLinearTraining(linear, prefix, inputs, slices);
      case Overlap overlap -> new OverlapTraining(overlap, inputs);
      case WindowConvolution convolution ->
          new WindowConvolutionTraining(convolution, prefix, inputs, slices);
      case Magnitude magnitude -> new MagnitudeTraining(magnitude, inputs);
      case WithinFrame within ->
          new WithinFrameTraining(
              sequence(within.layers(), prefix + "within.", within.channels(), slices),
              within.positions(inputs));
      case Beside beside ->
          new BesideTraining(
              sequence(beside.layers(), prefix + "beside.", inputs - beside.passed(), slices),
              beside.passed());
      case Nade nade -> new NadeTraining(nade, prefix, inputs, slices);
    };
  }

  /** What trains layers one after the other. */
  static LayerTraining sequence(
      List<LayerDescription> layers, String prefix, int inputs, ParameterSlices slices) {
    List<LayerTraining> trainings = new ArrayList<>();
    int width = inputs;
    for (int i = 0; i < layers.size(); i++) {
      LayerTraining training = of(layers.get(i), prefix + i + ".", width, slices);
      trainings.add(training);
      width = training.outputs;
    }
    return SequentialTraining.of(inputs, trainings);
  }
}
