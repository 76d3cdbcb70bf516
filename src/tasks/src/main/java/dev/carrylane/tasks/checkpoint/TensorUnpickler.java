package dev.carrylane.tasks.checkpoint;

import dev.carrylane.network.MalformedFileException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;

/**
 * An unpickler for checkpoints from anywhere. The library decodes numbers and keeps the stack and the
 * memo; every instruction that names, calls, builds or takes a length is done here instead, so that
 * the library's table of constructors, which is global and open to registration, is never asked.
 *
 * <p>Only the few functions that rebuild tensors are known, and they are done here too. An object of
 * an unknown class becomes a {@link PickledObject}, and so does what any other function would give: it
 * does nothing, and is refused where a tensor belongs. Naming a module that has no place in a
 * checkpoint is refused.
 *
 * <p>A file can make it work and allocate only in proportion to its own size: the number of steps has
 * a limit, lengths are compared with the bytes that are left, and no container is ever hashed or
 * copied without its size being counted as steps.
 */
final class TensorUnpickler extends Unpickler {
  /** Enough for a checkpoint of some 25,000 tensors. */
  static final int MAX_STEPS = 1 << 20;

  /** On the stack where a tuple, list or batch of items starts; the library's own is out of reach. */
  private static final Object MARK = new Object();

  private final Path path;
  private final PickleInput data;
  private final TorchContainer container;
  private final Map<String, Storage> storages = new HashMap<>();
  private int steps;

  /** Where the instruction that is being done starts. */
  private int place;

  /** An unpickler of one object, which begins where the input is. */
  TensorUnpickler(Path path, PickleInput data, TorchContainer container) {
    this.path = path;
    this.data = data;
    this.container = container;
  }

  /** The storages that the pickle refers to, by key. */
  Map<String, Storage> storages() {
    return Collections.unmodifiableMap(storages);
  }

  /** Refuses bytes after the pickle. */
  void requireEnd() throws MalformedFileException {
    if (data.remaining() > 0) {
      place = data.position();
      throw refused("has " + data.remaining() + " bytes after its end");
    }
  }

  /**
   * Reads the one object that the pickle holds: a {@link PickledObject}, a {@link TensorView}, a map,
   * a list, a set, a tuple as {@code Object[]}, a {@link Global}, a boxed number, a {@link String} or
   * null. Objects may be shared and contain themselves.
   */
  Object read() throws IOException {
    try {
      return load(data);
    } catch (EOFException e) {
      place = data.position();
      throw refused("ends too early or claims too much: " + e.getMessage());
    } catch (CharacterCodingException e) {
      throw refused("has text that is not valid UTF-8");
    } catch (PickleException e) {
      throw refused("is no valid pickle: " + e.getMessage());
    }
  }

  @Override
  protected Object dispatch(short opcode) throws IOException {
    place = data.position() - 1;
    spend(1);
    switch (opcode) {
      case Opcodes.PROTO,
          Opcodes.FRAME,
          Opcodes.NONE,
          Opcodes.NEWTRUE,
          Opcodes.NEWFALSE,
          Opcodes.BININT,
          Opcodes.BININT1,
          Opcodes.BININT2,
          Opcodes.LONG1,
          Opcodes.BINFLOAT,
          Opcodes.EMPTY_TUPLE,
          Opcodes.EMPTY_LIST,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET -> {
        return super.dispatch(opcode);
      }
      case Opcodes.BINPUT, Opcodes.LONG_BINPUT, Opcodes.MEMOIZE -> {
        top();
        return super.dispatch(opcode);
      }
      case Opcodes.STOP -> {
        top();
        if (stack.size() != 1) {
          throw refused("ends with " + stack.size() + " values instead of one");
        }
        return super.dispatch(opcode);
      }
      case Opcodes.MARK -> stack.add(MARK);
      case Opcodes.POP -> popAny();
      case Opcodes.POP_MARK -> popItems();
      case Opcodes.SHORT_BINUNICODE -> stack.add(data.text(data.unsigned(1)));
      case Opcodes.BINUNICODE -> stack.add(data.text(data.unsigned(4)));
      case Opcodes.BINUNICODE8 -> stack.add(data.text(data.unsigned(8)));
      // Python 2's text, which may be any bytes.
      case Opcodes.SHORT_BINSTRING -> stack.add(data.latin(data.unsigned(1)));
      case Opcodes.BINSTRING -> stack.add(data.latin(data.unsigned(4)));
      case Opcodes.SHORT_BINBYTES -> stack.add(data.bytes(data.unsigned(1)));
      case Opcodes.BINBYTES -> stack.add(data.bytes(data.unsigned(4)));
      case Opcodes.BINBYTES8 -> stack.add(data.bytes(data.unsigned(8)));
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case Opcodes.EMPTY_SET -> stack.add(new LinkedHashSet<>());
      case Opcodes.TUPLE1 -> stack.add(new Object[] {pop()});
      case Opcodes.TUPLE2 -> {
        Object second = pop();
        stack.add(new Object[] {pop(), second});
      }
      case Opcodes.TUPLE3 -> {
        Object third = pop();
        Object second = pop();
        stack.add(new Object[] {pop(), second, third});
      }
      case Opcodes.TUPLE -> stack.add(popItems().toArray());
      case Opcodes.FROZENSET -> stack.add(set(popItems()));
      case Opcodes.APPEND -> append(Collections.singletonList(pop()));
      case Opcodes.APPENDS -> append(popItems());
      case Opcodes.ADDITEMS -> addToSet(popItems());
      case Opcodes.SETITEM -> {
        Object value = pop();
        setItems(Arrays.asList(pop(), value));
      }
      case Opcodes.SETITEMS -> setItems(popItems());
      case Opcodes.GLOBAL -> global(data.line(), data.line());
      case Opcodes.STACK_GLOBAL -> {
        Object name = pop();
        global(text(pop()), text(name));
      }
      case Opcodes.BINPERSID -> stack.add(persistent(pop()));
      case Opcodes.REDUCE -> {
        Object[] arguments = tuple(pop(), "the arguments of a call");
        stack.add(call(pop(), arguments));
      }
      case Opcodes.NEWOBJ -> {
        tuple(pop(), "the arguments of a new object");
        stack.add(newObject(pop()));
      }
      case Opcodes.NEWOBJ_EX -> {
        pop();
        tuple(pop(), "the arguments of a new object");
        stack.add(newObject(pop()));
      }
      case Opcodes.BUILD -> build(pop());
      default ->
          throw refused(
              "has the instruction 0x"
                  + Integer.toHexString(opcode)
                  + ", which PyTorch does not write");
    }
    return NO_RETURN_VALUE;
  }

  private void global(String module, String name) throws MalformedFileException {
    Global global = new Global(module, name);
    if (global.isRefused()) {
      throw refused(
          "names " + shown(global) + ", which a checkpoint of tensors has no use for; refused");
    }
    stack.add(global);
  }

  private Object call(Object callable, Object[] arguments) throws MalformedFileException {
    if (!(callable instanceof Global)) {
      throw refused("calls something that is not a function");
    }
    Global function = (Global) callable;
    if (function.is("torch._utils", "_rebuild_tensor_v2")
        || function.is("torch._utils", "_rebuild_tensor")) {
      return tensor(arguments);
    }
    // A tensor of a subclass or with attributes: how to rebuild it, its class, the arguments, the
    // rest.
    if (function.is("torch._tensor", "_rebuild_from_type_v2")
        && arguments.length > 2
        && arguments[0] instanceof Global rebuild
        && rebuild.is("torch._utils", "_rebuild_tensor_v2")
        && arguments[2] instanceof Object[] inner) {
      return tensor(inner);
    }
    if ((function.is("torch._utils", "_rebuild_parameter")
            || function.is("torch._utils", "_rebuild_parameter_with_state"))
        && arguments.length > 0
        && arguments[0] instanceof TensorView) {
      return arguments[0];
    }
    if (function.is("collections", "OrderedDict") && arguments.length <= 1) {
      return orderedDict(arguments);
    }
    if (function.is("collections", "defaultdict")) {
      return new LinkedHashMap<>();
    }
    if (function.isSet() && arguments.length == 1 && arguments[0] instanceof List<?> items) {
      spend(items.size());
      return set(items);
    }
    if (function.is("torch", "Size") && arguments.length == 1 && arguments[0] instanceof Object[]) {
      return arguments[0];
    }
    return new PickledObject(function.toString());
  }

  /** Python 2 gives a list of its pairs, which are lists. */
  private Map<Object, Object> orderedDict(Object[] arguments) throws MalformedFileException {
    Map<Object, Object> dictionary = new LinkedHashMap<>();
    if (arguments.length == 1) {
      if (!(arguments[0] instanceof List<?> pairs)) {
        throw refused("makes a dictionary of something that is not a list");
      }
      spend(pairs.size());
      for (Object pair : pairs) {
        if (!(pair instanceof List<?> items) || items.size() != 2) {
          throw refused("makes a dictionary of something else than pairs");
        }
        dictionary.put(key(items.get(0)), items.get(1));
      }
    }
    return dictionary;
  }

  /** The arguments are storage, offset, shape, strides and what only training needs. */
  private TensorView tensor(Object[] arguments) throws MalformedFileException {
    if (arguments.length < 4 || !(arguments[0] instanceof Storage)) {
      throw refused("rebuilds a tensor without a storage, an offset, a shape and strides");
    }
    try {
      return TensorView.of(
          (Storage) arguments[0],
          integer(arguments[1]),
          integers(arguments[2]),
          integers(arguments[3]));
    } catch (IllegalArgumentException e) {
      throw refused("has " + e.getMessage());
    }
  }

  /**
   * What PyTorch has outside of the pickle: storages and, before 1.6, classes of modules with their source
   * code, which is dropped.
   */
  private Object persistent(Object id) throws IOException {
    Object[] fields = tuple(id, "the id of a storage");
    if (fields.length == 4 && "module".equals(fields[0]) && fields[1] instanceof Global type) {
      return type;
    }
    return storage(fields);
  }

  /**
   * A storage by what PyTorch calls its persistent id: a word, class, key, device and size. Before 1.6 a
   * sixth field told of which storage it is a part, which none has been since 0.4.
   */
  private Storage storage(Object[] fields) throws IOException {
    boolean legacy = fields.length == 6 && fields[5] == null;
    if (!legacy && fields.length != 5
        || !"storage".equals(fields[0])
        || !(fields[1] instanceof Global)
        || !(fields[2] instanceof String)) {
      throw refused("has a reference that is not the id of a storage");
    }
    Global storageClass = (Global) fields[1];
    StorageType type =
        StorageType.of(storageClass)
            .orElseThrow(
                () -> refused("has a storage of the unknown class " + shown(storageClass)));
    String key = (String) fields[2];
    long elements = integer(fields[4]);
    Storage known = storages.get(key);
    if (known == null) {
      known =
          new Storage(storages.size(), type, key, container.checkedElements(type, key, elements));
      storages.put(key, known);
    } else if (known.type() != type || known.elements() != elements) {
      throw refused(
          "has the storage " + MalformedFileException.quote(key) + " in two types or sizes");
    }
    return known;
  }

  private Object newObject(Object type) throws MalformedFileException {
    if (!(type instanceof Global)) {
      throw refused("makes an object of something that is not a class");
    }
    return new PickledObject(type.toString());
  }

  /** Gives the object under the state its attributes. A dictionary's own attributes are dropped. */
  private void build(Object state) throws MalformedFileException {
    Object target = top();
    if (target instanceof PickledObject object) {
      if (object.hasAttributes()) {
        throw refused("sets the attributes of one object twice");
      }
      object.setAttributes(state instanceof Map<?, ?> attributes ? attributes : Map.of());
    } else if (!(target instanceof Map)) {
      throw refused("sets the attributes of something that has none");
    }
  }

  @SuppressWarnings("unchecked") // lists on the stack are made here and in EMPTY_LIST, of any items
  private void append(List<?> items) throws MalformedFileException {
    Object target = top();
    if (target instanceof List) {
      ((List<Object>) target).addAll(items);
    } else if (!(target instanceof PickledObject)) {
      throw refused("appends to something that is not a list");
    }
  }

  @SuppressWarnings("unchecked") // sets on the stack are made here, of any items
  private void addToSet(List<?> items) throws MalformedFileException {
    if (!(top() instanceof Set)) {
      throw refused("adds to something that is not a set");
    }
    ((Set<Object>) top()).addAll(set(items));
  }

  @SuppressWarnings("unchecked") // maps on the stack are made here, of any keys and values
  private void setItems(List<?> items) throws MalformedFileException {
    if (items.size() % 2 != 0) {
      throw refused("has a dictionary key without a value");
    }
    Object target = top();
    if (!(target instanceof Map) && !(target instanceof PickledObject)) {
      throw refused("sets items of something that is not a dictionary");
    }
    for (int i = 0; i < items.size(); i += 2) {
      Object key = key(items.get(i));
      if (target instanceof Map) {
        ((Map<Object, Object>) target).put(key, items.get(i + 1));
      }
    }
  }

  private Set<Object> set(Collection<?> items) throws MalformedFileException {
    Set<Object> set = new LinkedHashSet<>();
    for (Object item : items) {
      set.add(key(item));
    }
    return set;
  }

  /**
   * Keys are of kinds that hash in constant time and cannot be made to collide: text and integers, and
   * what is only equal to itself, into which everything else is wrapped. A list that contains itself
   * would hash forever, and is no key in Python either.
   */
  private Object key(Object item) throws MalformedFileException {
    if (item instanceof Collection || item instanceof Map) {
      throw refused("has a dictionary or set with a list, dictionary or set for a key");
    }
    boolean safe =
        item instanceof String
            || item instanceof Integer
            || item instanceof Boolean
            || item instanceof Object[]
            || item instanceof PickledObject
            || item instanceof Global;
    return safe ? item : new PickledObject("key");
  }

  private Object popAny() throws MalformedFileException {
    if (stack.size() == 0) {
      throw refused("takes a value from an empty stack");
    }
    return stack.pop();
  }

  private Object pop() throws MalformedFileException {
    Object value = popAny();
    if (value == MARK) {
      throw refused("has a mark where a value belongs");
    }
    return value;
  }

  private Object top() throws MalformedFileException {
    if (stack.size() == 0 || stack.peek() == MARK) {
      throw refused("has no value where one belongs");
    }
    return stack.peek();
  }

  /** What lies above the last mark, oldest first; the mark is taken too. */
  private List<Object> popItems() throws MalformedFileException {
    List<Object> items = new ArrayList<>();
    for (Object item = popAny(); item != MARK; item = popAny()) {
      items.add(item);
    }
    Collections.reverse(items);
    return items;
  }

  private Object[] tuple(Object value, String what) throws MalformedFileException {
    if (value instanceof Object[] items) {
      return items;
    }
    throw refused("has something else than a tuple for " + what);
  }

  private String text(Object value) throws MalformedFileException {
    if (value instanceof String text) {
      return text;
    }
    throw refused("has something else than text for a name");
  }

  private long integer(Object value) throws MalformedFileException {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw refused("has something else than an integer for a size, offset or stride");
  }

  private long[] integers(Object value) throws MalformedFileException {
    Object[] items = tuple(value, "a shape or strides");
    spend(items.length);
    long[] integers = new long[items.length];
    for (int i = 0; i < items.length; i++) {
      integers[i] = integer(items[i]);
    }
    return integers;
  }

  private void spend(int count) throws MalformedFileException {
    steps += Math.min(count, MAX_STEPS + 1);
    if (steps > MAX_STEPS) {
      throw refused("takes more than " + MAX_STEPS + " steps; too large for a checkpoint");
    }
  }

  private static String shown(Global global) {
    String quoted = MalformedFileException.quote(global.toString());
    return quoted.substring(1, quoted.length() - 1);
  }

  private MalformedFileException refused(String reason) {
    return new MalformedFileException(path, container.pickleName(), place, reason);
  }
}
