package dev.carrylane.tasks.checkpoint;

import dev.carrylane.network.MalformedFileException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The zip archive that a checkpoint is: in one folder of any name, a pickle and a folder of storages.
 * Nothing is extracted; names are only looked up. Entries are read up to the size that was checked and
 * compared with their checksum.
 */
final class CheckpointArchive implements TorchContainer {
  /** The pickle's name in the archive. */
  static final String PICKLE = "data.pkl";

  /** The longest pickle that is read; a model of some thousand tensors has one megabyte. */
  static final int MAX_PICKLE_BYTES = 16 << 20;

  /** The most bytes of a storage: what one array can hold. */
  static final int MAX_STORAGE_BYTES = Integer.MAX_VALUE - 8;

  /** Trained weights hardly shrink, so an archive that grows by more is made to fill memory. */
  private static final int MAX_GROWTH = 8;

  private final Path path;
  private final long length;
  private final ZipFile zip;
  private final String folder;
  private long storageBytes;

  private CheckpointArchive(Path path, long length, ZipFile zip, String folder) {
    this.path = path;
    this.length = length;
    this.zip = zip;
    this.folder = folder;
  }

  /** Opens a file of that many bytes. */
  static CheckpointArchive open(Path path, long length) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(path.toFile());
    } catch (ZipException | EOFException e) {
      throw new MalformedFileException(path, "a zip archive that is cut short or damaged" + why(e));
    }
    try {
      CheckpointArchive archive = new CheckpointArchive(path, length, zip, folder(path, zip));
      archive.checkKind();
      return archive;
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static String folder(Path path, ZipFile zip) throws MalformedFileException {
    Set<String> names = new HashSet<>();
    String folder = null;
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      String name = entries.nextElement().getName();
      if (!names.add(name)) {
        throw new MalformedFileException(
            path, "the archive has two entries " + MalformedFileException.quote(name));
      }
      int slash = name.indexOf('/');
      if (name.substring(slash + 1).equals(PICKLE)) {
        if (folder != null) {
          throw new MalformedFileException(path, "the archive has two entries " + PICKLE);
        }
        folder = name.substring(0, slash + 1);
      }
    }
    if (folder == null) {
      throw new MalformedFileException(
          path,
          zip.getEntry("model.weights.h5") != null
              ? "a Keras model; load it in Keras and save its weights with safetensors"
              : "a zip archive, but not one of PyTorch: it has no entry "
                  + PICKLE
                  + "; if it holds the file, unpack it");
    }
    return folder;
  }

  private void checkKind() throws IOException {
    if (zip.getEntry(folder + "constants.pkl") != null) {
      throw new MalformedFileException(
          path, "a TorchScript program; save the model's state_dict() with torch.save instead");
    }
    ZipEntry order = zip.getEntry(folder + "byteorder");
    if (order != null) {
      String name = new String(read(order, 16), StandardCharsets.US_ASCII);
      if (!name.equals("little")) {
        throw new MalformedFileException(
            path,
            "byteorder",
            MalformedFileException.quote(name)
                + ", where only 'little' is read; save it again on a little-endian machine");
      }
    }
  }

  @Override
  public String pickleName() {
    return PICKLE;
  }

  @Override
  public Object unpickle() throws IOException {
    PickleInput input = new PickleInput(read(zip.getEntry(folder + PICKLE), MAX_PICKLE_BYTES));
    TensorUnpickler unpickler = new TensorUnpickler(path, input, this);
    Object root = unpickler.read();
    unpickler.requireEnd();
    return root;
  }

  @Override
  public int checkedElements(StorageType type, String key, long elements)
      throws MalformedFileException {
    ZipEntry entry = zip.getEntry(entryName(key));
    if (entry == null) {
      throw new MalformedFileException(
          path, part(key), "missing, although " + PICKLE + " refers to it");
    }
    long size = entry.getSize();
    if (elements < 0 || elements > MAX_STORAGE_BYTES || elements * type.bytes() != size) {
      throw new MalformedFileException(
          path,
          part(key),
          "has "
              + size
              + " bytes, but "
              + PICKLE
              + " claims "
              + elements
              + " elements of "
              + type.bytes()
              + " bytes each");
    }
    if (size > MAX_STORAGE_BYTES) {
      throw new MalformedFileException(
          path, part(key), "has more than the " + MAX_STORAGE_BYTES + " bytes that are read");
    }
    storageBytes += size;
    if (storageBytes / MAX_GROWTH > length) {
      throw new MalformedFileException(
          path,
          part(key),
          "the storages claim more than "
              + MAX_GROWTH
              + " times the file's "
              + length
              + " bytes; save it uncompressed, as PyTorch does");
    }
    return (int) elements;
  }

  @Override
  public byte[] read(Storage storage) throws IOException {
    return read(
        zip.getEntry(entryName(storage.key())), storage.elements() * storage.type().bytes());
  }

  private byte[] read(ZipEntry entry, int limit) throws IOException {
    String part = "entry " + MalformedFileException.quote(entry.getName());
    if (entry.getSize() < 0 || entry.getSize() > limit) {
      throw new MalformedFileException(
          path,
          part,
          "has " + entry.getSize() + " bytes, more than the " + limit + " that are read");
    }
    byte[] bytes;
    // The claimed size is not trusted: the array grows with what is there.
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = in.readNBytes((int) entry.getSize());
      if (bytes.length < entry.getSize() || in.read() >= 0) {
        throw new MalformedFileException(
            path, part, "does not have the " + entry.getSize() + " bytes that it claims");
      }
    } catch (ZipException | EOFException e) {
      throw new MalformedFileException(path, part, "cut short or damaged" + why(e));
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    if (checksum.getValue() != entry.getCrc()) {
      throw new MalformedFileException(
          path,
          part,
          "damaged: its checksum is "
              + Long.toHexString(checksum.getValue())
              + " and should be "
              + Long.toHexString(entry.getCrc()));
    }
    return bytes;
  }

  private static String why(IOException e) {
    return e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
  }

  private String entryName(String key) {
    return folder + "data/" + key;
  }

  private String part(String key) {
    return "entry " + MalformedFileException.quote(entryName(key));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
