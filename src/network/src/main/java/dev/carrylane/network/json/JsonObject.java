package dev.carrylane.network.json;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An object of a JSON text together with its place in it, which every message names. Fields are asked for one by one;
 * {@link #requireNoOthers} then refuses the rest, so that a misspelt name is never taken for a default.
 */
public final class JsonObject {
  private final String place;
  private final Map<?, ?> fields;
  private final Set<Object> unread;

  private JsonObject(String place, Map<?, ?> fields) {
    this.place = place;
    this.fields = fields;
    unread = new LinkedHashSet<>(fields.keySet());
  }

  static JsonObject of(String place, Object value) {
    if (value instanceof Map<?, ?> map) {
      return new JsonObject(place, map);
    }
    throw new IllegalArgumentException(
        place + " is " + shown(value) + "; it must be an object, {…}");
  }

  /** Whether a field is there. */
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** A whole number that must be there. */
  public int integer(String name, int least, int most) {
    Object value = required(name);
    if (value instanceof Long number && number >= least && number <= most) {
      return number.intValue();
    }
    throw refused(name, value, "it must be a whole number from " + least + " to " + most);
  }

  /** A whole number, or what it is where nothing is said. */
  public int integer(String name, int least, int most, int otherwise) {
    return has(name) ? integer(name, least, most) : otherwise;
  }

  /** A number, or what it is where nothing is said. */
  public double number(String name, double least, double most, double otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    Object value = required(name);
    if (value instanceof Number number
        && number.doubleValue() >= least
        && number.doubleValue() <= most) {
      return number.doubleValue();
    }
    throw refused(name, value, "it must be a number from " + least + " to " + most);
  }

  /** True or false, or what it is where nothing is said. */
  public boolean flag(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    Object value = required(name);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw refused(name, value, "it must be true or false");
  }

  /** A text, or what it is where nothing is said. */
  public String text(String name, String otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    Object value = required(name);
    if (value instanceof String text) {
      return text;
    }
    throw refused(name, value, "it must be a text");
  }

  /** One of several constants, by {@link Json#name their names}. */
  public <E extends Enum<E>> E constant(String name, E[] constants) {
    Object value = required(name);
    for (E constant : constants) {
      if (Json.name(constant).equals(value)) {
        return constant;
      }
    }
    StringBuilder known = new StringBuilder();
    for (E constant : constants) {
      known.append(known.isEmpty() ? "" : ", ").append(Json.name(constant));
    }
    throw refused(name, value, "it must be one of " + known);
  }

  /** One of several constants, or what it is where nothing is said. */
  public <E extends Enum<E>> E constant(String name, E[] constants, E otherwise) {
    return has(name) ? constant(name, constants) : otherwise;
  }

  /** An object that must be there. */
  public JsonObject object(String name) {
    return of(place(name), required(name));
  }

  /** A list of objects that must be there. */
  public List<JsonObject> objects(String name) {
    Object value = required(name);
    if (!(value instanceof List<?> list)) {
      throw refused(name, value, "it must be a list, […]");
    }
    List<JsonObject> objects = new ArrayList<>();
    for (Object element : list) {
      objects.add(of(place(name) + "[" + objects.size() + "]", element));
    }
    return objects;
  }

  /** Refuses fields that nobody asked for. */
  public void requireNoOthers() {
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException(
          place
              + " has a field "
              + Json.quote((String) unread.iterator().next())
              + " that it has no use for");
    }
  }

  /** Whether a message begins with this object's place, or with one inside it. */
  public boolean isPlaced(IllegalArgumentException refused) {
    return refused.getMessage().startsWith(place);
  }

  /** A message with this object's place in front. */
  public IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException(place + ": " + reason);
  }

  private Object required(String name) {
    if (!fields.containsKey(name)) {
      throw new IllegalArgumentException(place + " has no field '" + name + "'");
    }
    unread.remove(name);
    return fields.get(name);
  }

  private IllegalArgumentException refused(String name, Object value, String must) {
    return new IllegalArgumentException(place(name) + " is " + shown(value) + "; " + must);
  }

  private String place(String name) {
    return place.equals("the description") ? name : place + "." + name;
  }

  private static String shown(Object value) {
    return value instanceof String text ? Json.quote(text) : Json.quote(Json.compact(value));
  }
}
