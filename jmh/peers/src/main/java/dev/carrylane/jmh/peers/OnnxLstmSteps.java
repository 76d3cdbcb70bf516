package dev.carrylane.jmh.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.carrylane.jmh.cold.Figures;
import dev.carrylane.jmh.cold.Inputs;
import java.util.Map;

/**
 * Run in a new JVM: loads a model that {@link OnnxCell} wrote and steps it on one thread, in the way of ONNX
 * Runtime's Java examples: a tensor made of arrays for each step, and arrays as results. The state goes from step to
 * step as the tensors that the session gave. Arguments: the model file, then the marks.
 */
final class OnnxLstmSteps {
  private static final int HIDDEN = 128;

  private OnnxLstmSteps() {}

  public static void main(String[] args) throws OrtException {
    int[] marks = Inputs.marks(args, 1);
    long[] times = new long[marks.length];
    float[][][][] x = new float[Inputs.FRAMES][1][1][Inputs.CHANNELS];
    for (int frame = 0; frame < Inputs.FRAMES; frame++) {
      for (int channel = 0; channel < Inputs.CHANNELS; channel++) {
        x[frame][0][0][channel] = Inputs.value(frame, channel);
      }
    }
    float y = 0;

    long start = System.nanoTime();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession session;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(args[0], options);
    }
    long loaded = System.nanoTime();
    OnnxTensor hidden = OnnxTensor.createTensor(environment, new float[1][1][HIDDEN]);
    OnnxTensor cell = OnnxTensor.createTensor(environment, new float[1][1][HIDDEN]);
    int next = 0;
    for (int step = 1; next < marks.length; step++) {
      try (OnnxTensor input = OnnxTensor.createTensor(environment, x[(step - 1) % Inputs.FRAMES])) {
        OrtSession.Result result =
            session.run(
                Map.of(
                    OnnxCell.INPUT,
                    input,
                    OnnxCell.HIDDEN + OnnxCell.BEFORE,
                    hidden,
                    OnnxCell.CELL + OnnxCell.BEFORE,
                    cell));
        hidden.close();
        cell.close();
        try (OnnxTensor output = (OnnxTensor) result.get(0)) {
          y = ((float[][][]) output.getValue())[0][0][0];
        }
        hidden = (OnnxTensor) result.get(1);
        cell = (OnnxTensor) result.get(2);
      }
      if (step == marks[next]) {
        times[next++] = System.nanoTime();
      }
    }

    Figures figures =
        new Figures("onnxruntime-" + environment.getVersion(), y).addMoment("first", times[0]);
    figures.add("load", loaded - start);
    for (int i = 0; i < marks.length; i++) {
      figures.add("steps-" + marks[i], times[i] - start);
      figures.add("alone-" + marks[i], times[i] - loaded);
    }
    figures.print();
    hidden.close();
    cell.close();
    session.close();
  }
}
