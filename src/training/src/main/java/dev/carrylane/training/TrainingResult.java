package dev.carrylane.training;

import dev.carrylane.network.ModelFile;
import java.util.List;

/**
 * What came of a training.
 *
 * @param best the model with the least validation loss; the last one where there was no validation
 * @param last the model of the last step
 * @param epochs what came of each epoch, those before a resumption included
 * @param complete whether it came to its end, and was not stopped before
 */
public record TrainingResult(
    ModelFile best, ModelFile last, List<EpochFigures> epochs, boolean complete) {
  /** Copies the list. */
  public TrainingResult {
    epochs = List.copyOf(epochs);
  }
}
