# docker build -t fer-lab .                                            for the CPU
# docker build -t fer-lab:cuda --build-arg TENSORFLOW_BUILD=cuda .     for NVIDIA GPUs, with --gpus all
# docs/containers.md tells how to run it.

# What the project needs of a machine. The development container adds the project itself.
FROM node:22-bookworm AS machine
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    python3 python3-venv g++ fontconfig fonts-liberation \
    libnss3 libnspr4 libatk1.0-0 libatk-bridge2.0-0 libcups2 libdrm2 libgbm1 libxkbcommon0 libasound2 \
    libxcomposite1 libxdamage1 libxfixes3 libxrandr2 libpango-1.0-0 libcairo2 \
  && rm -rf /var/lib/apt/lists/*

FROM machine
ARG TENSORFLOW_BUILD=cpu
ENV TENSORFLOW_BUILD=${TENSORFLOW_BUILD}
WORKDIR /fer-lab
COPY . .
RUN npm run setup
EXPOSE 8888
# The container's port is published by docker, so JupyterLab listens on all of the container's addresses.
CMD ["npm", "start", "--", "--no-browser", "--ServerApp.ip=0.0.0.0"]
