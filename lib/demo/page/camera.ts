/** The camera as pictures, one after the other. */
export interface Camera {
  readonly width: number;
  readonly height: number;
  /** The next frame's pixels. */
  next(): Promise<ImageData>;
  stop(): void;
}

/** Asks for the camera and waits for its first frame. */
export async function openCamera(video: HTMLVideoElement): Promise<Camera> {
  const wanted = { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: 'user' };
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  video.srcObject = stream;
  await video.play();
  const { videoWidth: width, videoHeight: height } = video;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  return {
    width,
    height,
    async next() {
      await new Promise((resolve) => setTimeout(resolve)); // lets the browser draw and react
      context.drawImage(video, 0, 0);
      return context.getImageData(0, 0, width, height);
    },
    stop() {
      for (const track of stream.getTracks()) track.stop();
      video.srcObject = null;
    },
  };
}
