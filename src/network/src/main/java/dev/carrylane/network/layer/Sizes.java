package dev.carrylane.network.layer;

import java.util.LinkedHashMap;
import java.util.Map;

/** The checks of hyper-parameters, and the maps that model files get of them. */
final class Sizes {
  /** The greatest width, kernel, or number of frames that a layer looks back. */
  static final int MOST = 1 << 20;

  private Sizes() {}

  static void check(String kind, String name, int value) {
    check(kind, name, value, 1, MOST);
  }

  static void check(String kind, String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %s is %d; it must be from %d to %d".formatted(kind, name, value, least, most));
    }
  }

  /** A width that follows from others. */
  static int width(String kind, long value) {
    if (value < 1 || value > MOST) {
      throw new IllegalArgumentException(
          "%s: a frame would have %d channels; it may have 1 to %d".formatted(kind, value, MOST));
    }
    return (int) value;
  }

  /** A map with room for more. */
  static Map<String, Object> map(String name, Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(name, value);
    return map;
  }
}
