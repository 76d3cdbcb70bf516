package dev.carrylane.network;

import static dev.carrylane.network.Examples.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void holdsValuesInRowMajorOrder() {
    Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertEquals(2, tensor.rank());
    assertEquals(3, tensor.dimension(1));
    assertEquals(6, tensor.size());
    assertEquals(4, tensor.get(3));
    assertEquals("[2, 3]", tensor.toString());
    assertTrue(tensor.hasShape(2, 3));
    assertFalse(tensor.hasShape(3, 2));
    assertFalse(tensor.hasShape(6));
  }

  @Test
  void aScalarHasNoDimensionsAndAnEmptyTensorNoElements() {
    assertEquals(1, Tensor.of(new float[1]).size());
    assertEquals(0, Tensor.of(new float[1]).rank());
    assertEquals(0, Tensor.of(new float[0], 1 << 16, 1 << 16, 0).size());
  }

  @Test
  void givesOutCopies() {
    int[] shape = {2};
    Tensor tensor = Tensor.of(new float[] {1, 2}, shape);
    shape[0] = 7;
    tensor.shape()[0] = 8;
    tensor.toArray()[0] = 9;
    assertArrayEquals(new int[] {2}, tensor.shape());
    assertArrayEquals(new float[] {1, 2}, tensor.toArray());
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    refused("shape [2, 3] does not hold 5 elements", () -> Tensor.of(new float[5], 2, 3));
    refused("shape [] does not hold 0 elements", () -> Tensor.of(new float[0]));
    refused(
        "shape [65536, 65536, 65536, 65536] does not hold 0 elements",
        () -> Tensor.of(new float[0], 1 << 16, 1 << 16, 1 << 16, 1 << 16));
    refused("negative dimension in shape [-1, -2]", () -> Tensor.of(new float[2], -1, -2));
  }

  @Test
  void parametersKeepOrderAndCountElements() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", Tensor.of(new float[6], 2, 3));
    tensors.put("a", Tensor.of(new float[4], 4));
    Parameters parameters = Parameters.of(tensors);
    tensors.clear();
    assertEquals(List.of("b", "a"), List.copyOf(parameters.tensors().keySet()));
    assertEquals(10, parameters.count());
    assertThrows(UnsupportedOperationException.class, () -> parameters.tensors().clear());
  }
}
