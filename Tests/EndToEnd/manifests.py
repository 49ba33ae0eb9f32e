"""What runs the exporter elsewhere: Kubernetes' manifests are strict, fit together, and use flags that there are.

Usage: manifests.py EXPORTER. Prints what is wrong, and ends with 1 if anything is.
"""

import glob
import json
import subprocess
import sys

import yaml

CONTAINER = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}
POD = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}

problems = []


def expect(truth, sentence):
    if not truth:
        problems.append(sentence)


def holds(actual, wanted):
    return all(actual.get(key) == value for key, value in wanted.items())


def check_flags(where, exporter, arguments):
    """The first argument is a command, and the others are flags that it takes."""
    command, *flags = arguments
    said = subprocess.run([exporter, command, "--help"], capture_output=True, text=True)
    expect(said.returncode == 0, f"{where}: there is no command {command}")
    for flag in flags:
        name = flag.split("=")[0]
        expect(f"  {name}" in said.stdout, f"{where}: {command} has no flag {name}")


def check_pod(where, exporter, pod):
    expect(pod.get("automountServiceAccountToken") is False, f"{where}: mounts a service account's token")
    expect(holds(pod.get("securityContext", {}), POD), f"{where}: the pod's security is not {json.dumps(POD)}")
    expect(pod["securityContext"].get("runAsUser", 0) > 0, f"{where}: runs as root")
    for word in ("hostNetwork", "hostPID", "hostIPC"):
        expect(word not in pod, f"{where}: {word}")
    volumes = {volume["name"] for volume in pod.get("volumes", [])}
    for container in pod.get("initContainers", []) + pod["containers"]:
        here = f"{where}, container {container['name']}"
        expect(container.get("securityContext") == CONTAINER, f"{here}: security is not {json.dumps(CONTAINER)}")
        expect("memory" in container.get("resources", {}).get("limits", {}), f"{here}: no limit of memory")
        expect(":" in container["image"] and not container["image"].endswith(":latest"), f"{here}: no tag of the image")
        for mount in container.get("volumeMounts", []):
            expect(mount["name"] in volumes, f"{here}: there is no volume {mount['name']}")
        if "prisma-migrate-exporter:" in container["image"]:
            check_flags(here, exporter, container["args"])


def main(exporter):
    pods = 0
    labels, selectors, ports, wanted = [], [], set(), set()
    for path in sorted(glob.glob("deploy/kubernetes/*.yaml")):
        for document in yaml.safe_load_all(open(path)):
            where = f"{path}: {document['kind']} {document['metadata']['name']}"
            template = document.get("spec", {}).get("template")
            if template:
                pods += 1
                labels.append(template["metadata"]["labels"])
                check_pod(where, exporter, template["spec"])
                for container in template["spec"]["containers"]:
                    ports |= {port["name"] for port in container.get("ports", [])}
            if document["kind"] == "Service":
                selectors.append((where, document["spec"]["selector"]))
                wanted |= {(where, port["targetPort"]) for port in document["spec"]["ports"]}
            if document["kind"] == "NetworkPolicy":
                selectors.append((where, document["spec"]["podSelector"]["matchLabels"]))
    for where, selector in selectors:
        expect(any(holds(label, selector) for label in labels), f"{where}: selects no pod")
    for where, port in wanted:
        expect(port in ports, f"{where}: no container has the port {port}")
    compose = yaml.safe_load(open("deploy/container/compose.yml"))
    check_flags("compose.yml", exporter, compose["services"]["exporter"]["command"])
    print("\n".join(problems + [f"{pods} pods, {len(problems)} problems"]))
    return 1 if problems or not pods else 0


sys.exit(main(sys.argv[1]))
