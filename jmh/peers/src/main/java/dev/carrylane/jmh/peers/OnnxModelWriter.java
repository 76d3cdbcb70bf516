package dev.carrylane.jmh.peers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Builds an ONNX model with one graph of float tensors. Field numbers are those of onnx.proto in
 * github.com/onnx/onnx; operators are those of opset 17.
 */
final class OnnxModelWriter {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;
  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  private final ProtobufMessage graph = new ProtobufMessage().string(2, "carrylane");
  private int nodes;

  /** An attribute of a node. */
  sealed interface Attribute {}

  /** An attribute that is a list of integers. */
  record Integers(String name, long... values) implements Attribute {}

  /** An attribute that is one integer. */
  record Whole(String name, long value) implements Attribute {}

  /** Declares an input of the graph. */
  void input(String name, long... shape) {
    graph.message(11, value(name, shape));
  }

  /** Declares an output of the graph. */
  void output(String name, long... shape) {
    graph.message(12, value(name, shape));
  }

  /** A constant of the graph; returns its name. */
  String constant(String name, float[] values, long... shape) {
    ProtobufMessage tensor = new ProtobufMessage();
    for (long dimension : shape) {
      tensor.integer(1, dimension);
    }
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    graph.message(5, tensor.integer(2, FLOAT).string(8, name).bytes(9, raw.array()));
    return name;
  }

  /** A node with one output, which is returned; nodes are added in the order of evaluation. */
  String node(String operator, String output, List<String> inputs, Attribute... attributes) {
    node(operator, List.of(output), inputs, attributes);
    return output;
  }

  /** A node with several outputs; an empty name stands for an input or output that is left out. */
  void node(String operator, List<String> outputs, List<String> inputs, Attribute... attributes) {
    ProtobufMessage node = new ProtobufMessage();
    inputs.forEach(input -> node.string(1, input));
    outputs.forEach(output -> node.string(2, output));
    node.string(3, operator + "_" + nodes++).string(4, operator);
    for (Attribute attribute : attributes) {
      node.message(5, message(attribute));
    }
    graph.message(1, node);
  }

  private static ProtobufMessage message(Attribute attribute) {
    ProtobufMessage message = new ProtobufMessage();
    switch (attribute) {
      case Integers integers -> {
        message.string(1, integers.name());
        for (long value : integers.values()) {
          message.integer(8, value);
        }
        message.integer(20, ATTRIBUTE_INTS);
      }
      case Whole whole ->
          message.string(1, whole.name()).integer(3, whole.value()).integer(20, ATTRIBUTE_INT);
    }
    return message;
  }

  /** The model file. */
  byte[] toByteArray() {
    return new ProtobufMessage()
        .integer(1, IR_VERSION)
        .string(2, "carrylane")
        .message(7, graph)
        .message(8, new ProtobufMessage().string(1, "").integer(2, OPSET))
        .toByteArray();
  }

  private static ProtobufMessage value(String name, long[] shape) {
    ProtobufMessage dimensions = new ProtobufMessage();
    for (long dimension : shape) {
      dimensions.message(1, new ProtobufMessage().integer(1, dimension));
    }
    ProtobufMessage tensor = new ProtobufMessage().integer(1, FLOAT).message(2, dimensions);
    return new ProtobufMessage()
        .string(1, name)
        .message(2, new ProtobufMessage().message(1, tensor));
  }
}
