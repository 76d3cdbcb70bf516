package dev.carrylane.tasks.recognition;

import java.util.List;
import java.util.Optional;

/** Knows one kind of layer by the names and shapes of its tensors. */
interface Recogniser {
  /** All kinds. The first that knows a branch has it; a branch is asked for before those below it. */
  List<Recogniser> ALL =
      List.of(
          new UnknownKinds(),
          new RecurrentRecogniser(),
          new CellRecogniser(),
          new MinimalRecogniser(),
          new LinearRecurrentUnitRecogniser(),
          new ConvolutionRecogniser(),
          new LinearRecogniser(),
          new NormRecogniser());

  /**
   * Takes a branch for this kind of layer, or does not.
   *
   * @param branch the tensors
   * @param remarks receives what was assumed
   * @return the layer, which claims all or some of the tensors; nothing if it is of another kind
   * @throws IllegalArgumentException if it is of this kind, but not as Carrylane computes it
   */
  Optional<Part> recognise(Branch branch, Remarks remarks);
}
