package dev.carrylane.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.layer.ParameterSpec;
import dev.carrylane.network.safetensors.SafetensorsFile;
import dev.carrylane.testkit.TestData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The voice activity detector Silero VAD, described by {@code docs/silero-vad.json}, on its own test recording. */
class VoiceActivityTest {
  private static final Path DESCRIPTION = TestData.repository().resolve("docs/silero-vad.json");
  private static final int CHUNK = 512;

  /** Of probabilities that another program computed in double. */
  private static final float TOLERANCE = 1e-5f;

  private static final int WAV_HEADER = 44;

  /** The layers' names in the file of weights, in the order of the description. */
  private static final List<String> LAYERS =
      List.of("stft_conv", "conv1", "conv2", "conv3", "conv4", "lstm_cell", "final_conv");

  private static ModelDescription description() throws IOException {
    return ModelDescription.fromJson(Files.readString(DESCRIPTION));
  }

  @Test
  void theDescriptionIsOfChunksAndProbabilities() throws IOException {
    ModelDescription model = description();
    assertEquals(CHUNK, model.inputs());
    assertEquals(1, model.outputs());
    assertEquals(309_633, model.parameterCount());
    assertEquals(64 + 2 * 128, model.sequence().stateSize(CHUNK));
  }

  @Test
  void theProbabilitiesAreThoseOfAnIndependentProgram() throws IOException {
    ModelDescription description = description();
    Parameters parameters =
        renamed(description, SafetensorsFile.read(TestData.file("silero_vad_16k.safetensors")));
    float[] samples = samples(TestData.file("silero_test.wav"));
    List<String> expected =
        Files.readAllLines(TestData.file("silero_test_probabilities.csv")).stream()
            .filter(line -> !line.isBlank())
            .toList();
    assertEquals(1875, expected.size());
    for (Backend backend : Examples.backends()) {
      Model model = Model.of(description, parameters, backend);
      float[] y = new float[expected.size()];
      model.newState(Engine.of(backend), 16).run(y.length, samples, 0, y, 0);
      for (int i = 0; i < y.length; i++) {
        float probability = Float.parseFloat(expected.get(i));
        assertEquals(probability, y[i], TOLERANCE, backend + ", chunk " + i);
      }
    }
  }

  private static Parameters renamed(ModelDescription description, SafetensorsFile theirs) {
    Map<String, Tensor> ours = new LinkedHashMap<>();
    String before = "";
    int layer = -1;
    for (ParameterSpec spec : description.parameters()) {
      String[] name = spec.name().split("\\.", 2);
      layer += name[0].equals(before) ? 0 : 1;
      before = name[0];
      Tensor tensor = theirs.tensors().get(LAYERS.get(layer) + "." + name[1].replace("_l0", ""));
      ours.put(spec.name(), Tensor.of(tensor.toArray(), spec.shape()));
    }
    return Parameters.of(ours);
  }

  /** The last chunk is filled up with silence. */
  private static float[] samples(Path wav) throws IOException {
    byte[] bytes = Files.readAllBytes(wav);
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(WAV_HEADER);
    int count = data.remaining() / Short.BYTES;
    float[] samples = new float[Math.ceilDiv(count, CHUNK) * CHUNK];
    for (int i = 0; i < count; i++) {
      samples[i] = data.getShort() / 32768f;
    }
    return samples;
  }
}
