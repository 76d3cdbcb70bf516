package dev.carrylane.tasks.checkpoint;

import dev.carrylane.network.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What PyTorch wrote before 1.6, and still does when asked: five pickles (a number that stands for the
 * format, the version, facts about the machine, the object, the keys of the storages), then the storages
 * in the order of their keys, each as the number of its elements in 8 bytes and the elements.
 */
final class LegacyFile implements TorchContainer {
  private static final int VERSION = 1001;

  private final Path path;
  private final long length;
  private final FileChannel channel;

  /** Where in the file a storage's elements begin, by its key. */
  private final Map<String, Long> places = new HashMap<>();

  private long claimedBytes;

  private LegacyFile(Path path, long length, FileChannel channel) {
    this.path = path;
    this.length = length;
    this.channel = channel;
  }

  /** Opens a file that begins with the number. */
  static LegacyFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new LegacyFile(path, channel.size(), channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public String pickleName() {
    return "pickle";
  }

  /** The pickles lie in front of the storages, where no more is read than a pickle may be long. */
  @Override
  public Object unpickle() throws IOException {
    PickleInput input =
        new PickleInput(bytes(0, (int) Math.min(length, CheckpointArchive.MAX_PICKLE_BYTES)));
    next(input).read();
    Object version = next(input).read();
    if (!Objects.equals(version, VERSION)) {
      throw refused("has another version than " + VERSION + ", the only one that PyTorch wrote");
    }
    if (next(input).read() instanceof Map<?, ?> machine
        && Boolean.FALSE.equals(machine.get("little_endian"))) {
      throw refused(
          "was written by a big-endian machine; load it in PyTorch and save it again on another");
    }
    TensorUnpickler unpickler = next(input);
    Object root = unpickler.read();
    Object keys = next(input).read();
    if (!(keys instanceof List<?> list)) {
      throw refused("has no list of storages after its object");
    }
    locate(list, unpickler.storages(), input.position());
    return root;
  }

  private TensorUnpickler next(PickleInput input) {
    return new TensorUnpickler(path, input, this);
  }

  private void locate(List<?> keys, Map<String, Storage> storages, long start) throws IOException {
    long place = start;
    for (Object key : keys) {
      Storage storage = key instanceof String ? storages.get(key) : null;
      if (storage == null || places.containsKey(storage.key())) {
        throw refused("lists a storage twice or one that no tensor has");
      }
      if (length - place < Long.BYTES) {
        throw cutShort(storage, place);
      }
      long elements =
          ByteBuffer.wrap(bytes(place, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
      place += Long.BYTES;
      if (elements != storage.elements()) {
        throw new MalformedFileException(
            path,
            part(storage),
            place - Long.BYTES,
            "has "
                + elements
                + " elements, but the pickle claims "
                + storage.elements()
                + "; the file is damaged");
      }
      long bytes = (long) storage.elements() * storage.type().bytes();
      if (length - place < bytes) {
        throw cutShort(storage, place);
      }
      places.put(storage.key(), place);
      place += bytes;
    }
    if (places.size() != storages.size()) {
      throw refused("does not list all the storages that its tensors have");
    }
    if (place != length) {
      throw new MalformedFileException(
          path, "storages", place, "end here, and " + (length - place) + " bytes follow");
    }
  }

  private MalformedFileException cutShort(Storage storage, long place) {
    return new MalformedFileException(
        path, part(storage), place, "is cut short; copy or download the file again");
  }

  @Override
  public int checkedElements(StorageType type, String key, long elements)
      throws MalformedFileException {
    if (elements < 0 || elements > CheckpointArchive.MAX_STORAGE_BYTES / type.bytes()) {
      throw new MalformedFileException(path, part(key), "claims " + elements + " elements");
    }
    claimedBytes += elements * type.bytes();
    if (claimedBytes > length) {
      throw new MalformedFileException(
          path,
          part(key),
          "the storages claim more than the file's "
              + length
              + " bytes; it is cut short or damaged");
    }
    return (int) elements;
  }

  @Override
  public byte[] read(Storage storage) throws IOException {
    return bytes(places.get(storage.key()), storage.elements() * storage.type().bytes());
  }

  private byte[] bytes(long place, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, place + buffer.position()) < 0) {
        throw new MalformedFileException(path, "the file became shorter while it was read");
      }
    }
    return buffer.array();
  }

  private static String part(Storage storage) {
    return part(storage.key());
  }

  private static String part(String key) {
    return "storage " + MalformedFileException.quote(key);
  }

  private MalformedFileException refused(String reason) {
    return new MalformedFileException(path, pickleName(), reason);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
