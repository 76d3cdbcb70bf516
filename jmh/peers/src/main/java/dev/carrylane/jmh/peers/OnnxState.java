package dev.carrylane.jmh.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model with a state in ONNX Runtime, one thread, on buffers that it reads and writes in place. Each part of the state is two
 * buffers, which change places from step to step, so that nothing is copied.
 */
final class OnnxState implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final List<OnnxTensor> tensors = new ArrayList<>();

  /** Inputs and outputs of even steps, and of odd ones. */
  private final List<Map<String, OnnxTensorLike>> inputs =
      List.of(new HashMap<>(), new HashMap<>());

  private final List<Map<String, OnnxTensor>> outputs = List.of(new HashMap<>(), new HashMap<>());
  private int turn;

  /** Loads a model. */
  OnnxState(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(model, options);
    }
    System.out.println("# ONNX Runtime " + environment.getVersion() + ", threads 1");
  }

  /** Declares an input; returns the buffer that steps read. */
  FloatBuffer input(String name, long... shape) throws OrtException {
    FloatBuffer buffer = direct(shape);
    OnnxTensor tensor = kept(OnnxTensor.createTensor(environment, buffer, shape));
    inputs.forEach(turn -> turn.put(name, tensor));
    return buffer;
  }

  /** Declares an output; returns the buffer that steps write. */
  FloatBuffer output(String name, long... shape) throws OrtException {
    FloatBuffer buffer = direct(shape);
    OnnxTensor tensor = kept(OnnxTensor.createTensor(environment, buffer, shape));
    outputs.forEach(turn -> turn.put(name, tensor));
    return buffer;
  }

  /** Declares a part of the state, zero at first. */
  void state(String before, String after, long... shape) throws OrtException {
    OnnxTensor even = kept(OnnxTensor.createTensor(environment, direct(shape), shape));
    OnnxTensor odd = kept(OnnxTensor.createTensor(environment, direct(shape), shape));
    inputs.get(0).put(before, even);
    outputs.get(0).put(after, odd);
    inputs.get(1).put(before, odd);
    outputs.get(1).put(after, even);
  }

  private OnnxTensor kept(OnnxTensor tensor) {
    tensors.add(tensor);
    return tensor;
  }

  private static FloatBuffer direct(long[] shape) {
    long size = Float.BYTES;
    for (long dimension : shape) {
      size *= dimension;
    }
    return ByteBuffer.allocateDirect(Math.toIntExact(size))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** One step. */
  void step() throws OrtException {
    session.run(inputs.get(turn), outputs.get(turn)).close();
    turn = 1 - turn;
  }

  @Override
  public void close() throws OrtException {
    tensors.forEach(OnnxTensor::close);
    session.close();
  }
}
