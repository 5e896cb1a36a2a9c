package org.speakdraw.app.settings;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The devices that engines run on, as the engines report them. Thread-safe. */
@Singleton
public class EngineDevices {

    private final List<Device> devices = new CopyOnWriteArrayList<>();

    /** Says that an engine runs on {@code device}. */
    public void report(Device device) {
        devices.add(device);
    }

    public List<Device> all() {
        return List.copyOf(devices);
    }

    /**
     * A device in use.
     *
     * @param id       {@code cpu}, {@code cuda:0}, {@code tensorrt:0}
     * @param fallback why it is not the one that was asked for
     */
    public record Device(String id, Optional<String> fallback) {}
}
