package dev.carrylane.jmh.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Engine;
import dev.carrylane.jmh.MusicTraining;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchTrainingTest {
  @ParameterizedTest
  @CsvSource({"clrnn,CARRY_LOOKAHEAD", "music-lstm,LSTM"})
  void fiveStepsFromTheSameWeightsGiveTheSameLosses(String model, TorchTraining.Kind kind) {
    MusicTraining ours = MusicTraining.of(model, Engine.singleThreaded());
    try (TorchTraining theirs =
        new TorchTraining(kind, ours.start(), 0, MusicTraining.LEARNING_RATE, 1)) {
      Tensor[] x = TorchTraining.sequences(ours.x());
      Tensor[] targets = TorchTraining.sequences(ours.targets());
      for (int step = 0; step < 5; step++) {
        double expected = theirs.step(x[step], targets[step]);
        assertEquals(expected, ours.step(), 1e-5 * expected, model + " step " + step);
      }
    }
  }
}
