package dev.carrylane.jmh.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * An ONNX model of one input and one output in ONNX Runtime, on buffers that it reads and writes in place.
 * Its options are the defaults, spinning threads included, but for the number of threads.
 */
final class OnnxForward implements AutoCloseable {
  private final OrtSession session;
  private final OnnxTensor input;
  private final OnnxTensor output;
  private final FloatBuffer x;
  private final FloatBuffer y;

  /** Loads a model for sequences of so many frames and for a number of threads, the caller included. */
  OnnxForward(byte[] model, int threads, long[] inputShape, long[] outputShape)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      session = environment.createSession(model, options);
    }
    x = direct(inputShape);
    y = direct(outputShape);
    input = OnnxTensor.createTensor(environment, x, inputShape);
    output = OnnxTensor.createTensor(environment, y, outputShape);
    System.out.println(
        "# ONNX Runtime %s, threads %d".formatted(environment.getVersion(), threads));
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

  /** The input, which {@link #run} reads. */
  FloatBuffer input() {
    return x;
  }

  /** Runs the model; returns the output's buffer, the same each time. */
  FloatBuffer run() throws OrtException {
    session.run(Map.of(OnnxGraph.INPUT, input), Map.of(OnnxGraph.OUTPUT, output)).close();
    return y;
  }

  @Override
  public void close() throws OrtException {
    output.close();
    input.close();
    session.close();
  }
}
